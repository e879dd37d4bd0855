const DAY_MS = 86_400_000;
const RECENT = 4;

/** A user's records at one merchant, as JSON. */
export interface MerchantVisits {
  n: number;
  repeats: number;
  /** The last amounts and when, oldest first. */
  recent: [amount: number, t: number][];
}

export function newMerchantVisits(): MerchantVisits {
  return { n: 0, repeats: 0, recent: [] };
}

/** When the same amount was last there within a day before `t`; null when it was not. */
export function repeatOf(
  visits: MerchantVisits | undefined,
  amount: number,
  t: number,
): number | null {
  const same = visits?.recent.findLast(([other, at]) =>
    other === amount && Math.abs(t - at) <= DAY_MS
  );
  return same?.[1] ?? null;
}

export function learnVisit(visits: MerchantVisits, amount: number, t: number): void {
  if (repeatOf(visits, amount, t) !== null) visits.repeats++;
  visits.n++;
  visits.recent.push([amount, t]);
  if (visits.recent.length > RECENT) visits.recent.shift();
}
