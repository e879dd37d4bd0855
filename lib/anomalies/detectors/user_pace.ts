const DAY_MS = 86_400_000;
const LONG_MS = 30 * DAY_MS;
/** Days that the pace of everybody is worth. */
const PRIOR_DAYS = 3;
const HOURS = 24;
const HOUR_MS = 3_600_000;

/** How often and when a user has records, as JSON. */
export interface UserPace {
  lastAt: number;
  /** Records, and days, decayed over one day and over thirty. */
  day: number;
  month: number;
  days: number;
  n: number;
  hours: number[];
}

export function newUserPace(t: number): UserPace {
  return { lastAt: t, day: 0, month: 0, days: 0, n: 0, hours: new Array<number>(HOURS).fill(0) };
}

/** Records of the last day, and how many are usual in one, just before a record at `t`. */
export function paceAt(pace: UserPace, t: number, everybody: number): [now: number, usual: number] {
  const passed = Math.max(0, t - pace.lastAt);
  const now = pace.day * Math.exp(-passed / DAY_MS);
  const fading = Math.exp(-passed / LONG_MS);
  const days = pace.days * fading + (1 - fading) * LONG_MS / DAY_MS;
  return [now, (pace.month * fading + PRIOR_DAYS * everybody) / (days + PRIOR_DAYS)];
}

/** Takes a record at `t` into the pace. */
export function learnPace(pace: UserPace, t: number): void {
  const passed = Math.max(0, t - pace.lastAt);
  const fading = Math.exp(-passed / LONG_MS);
  pace.day = pace.day * Math.exp(-passed / DAY_MS) + 1;
  pace.month = pace.month * fading + 1;
  pace.days = pace.days * fading + (1 - fading) * LONG_MS / DAY_MS;
  pace.lastAt = Math.max(pace.lastAt, t);
  pace.n++;
  if (hasHour(t)) pace.hours[hourOf(t)] = (pace.hours[hourOf(t)] ?? 0) + 1;
}

/** Whether a time says more than the date. */
export function hasHour(t: number): boolean {
  return t % DAY_MS !== 0;
}

/** Hour of the day (UTC). */
export function hourOf(t: number): number {
  const hour = Math.floor(t / HOUR_MS) % HOURS;
  return hour < 0 ? hour + HOURS : hour;
}

/** Part of the records at about this hour, of which a uniform day would have 1/24. */
export function hourShare(
  hours: readonly number[],
  t: number,
  prior: number,
  priorN: number,
): number {
  const hour = hourOf(t);
  let near = 0;
  let all = 0;
  for (let index = 0; index < HOURS; index++) all += hours[index] as number;
  near += 0.5 * (hours[hour] as number);
  near += 0.25 * (hours[(hour + 1) % HOURS] as number);
  near += 0.25 * (hours[(hour + HOURS - 1) % HOURS] as number);
  return (near + priorN * prior) / (all + priorN);
}
