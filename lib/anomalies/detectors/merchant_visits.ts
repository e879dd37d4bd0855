const DAY_MS = 86_400_000;

/** A user's records at one merchant, as JSON; flat, for there are many. */
export interface MerchantVisits {
  n: number;
  repeats: number;
  /** The last two amounts and when; a time of 0 is none. */
  lastAmount: number;
  lastAt: number;
  otherAmount: number;
  otherAt: number;
}

export function newMerchantVisits(): MerchantVisits {
  return { n: 0, repeats: 0, lastAmount: 0, lastAt: 0, otherAmount: 0, otherAt: 0 };
}

/** When the same amount was last there within a day of `t`; null when it was not. */
export function repeatOf(
  visits: MerchantVisits | undefined,
  amount: number,
  t: number,
): number | null {
  if (visits === undefined) return null;
  const { lastAmount, lastAt, otherAmount, otherAt } = visits;
  if (isRepeat(lastAmount, lastAt, amount, t)) return lastAt;
  return isRepeat(otherAmount, otherAt, amount, t) ? otherAt : null;
}

export function learnVisit(visits: MerchantVisits, amount: number, t: number): void {
  if (repeatOf(visits, amount, t) !== null) visits.repeats++;
  visits.n++;
  visits.otherAmount = visits.lastAmount;
  visits.otherAt = visits.lastAt;
  visits.lastAmount = amount;
  visits.lastAt = t;
}

function isRepeat(before: number, at: number, amount: number, t: number): boolean {
  return at !== 0 && before === amount && Math.abs(t - at) <= DAY_MS;
}
