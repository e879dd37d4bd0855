const MIN_RATE = 0.02;
const CLIP = 3;
const CLIP_FROM = 10;
/** Records that a prior is worth. */
export const PRIOR_RECORDS = 8;
/** Smallest variance of a logarithm: amounts that differ by a few per cent are the same. */
const MIN_VARIANCE = 0.01;
/** Times that a record counts which a person called normal. */
const NORMAL_TIMES = 3;
const NORMAL_TOLERANCE = 1;

/** What is known of the amounts of one group, as JSON. */
export interface PeerGroup {
  /** Records seen. */
  n: number;
  /** Exponential mean and variance of the logarithm of the amount. */
  mean: number;
  variance: number;
  /** Highest logarithm. */
  highest: number;
  /** Evidence that people said means nothing here. */
  tolerance: number;
}

/** Mean and variance of a group after it was drawn towards its parent. */
export interface Spread {
  mean: number;
  variance: number;
}

export function newPeerGroup(): PeerGroup {
  return { n: 0, mean: 0, variance: 0, highest: 0, tolerance: 0 };
}

/** Logarithm of an amount; refunds mirrored. */
export function logAmount(amount: number): number {
  return Math.sign(amount) * Math.log1p(Math.abs(amount));
}

/** The amount of {@linkcode logAmount}. */
export function amountOfLog(log: number): number {
  return Math.sign(log) * Math.expm1(Math.abs(log));
}

/** A group drawn to its parent as if that were 8 records. */
export function shrink(group: PeerGroup | undefined, parent: Spread): Spread {
  if (group === undefined || group.n === 0) return parent;
  const weight = group.n / (group.n + PRIOR_RECORDS);
  return {
    mean: parent.mean + weight * (group.mean - parent.mean),
    variance: parent.variance + weight * (group.variance - parent.variance),
  };
}

/** How many standard deviations `log` is from a shrunk group of `n` records. */
export function deviation(log: number, { mean, variance }: Spread, n: number): number {
  const wide = (variance + MIN_VARIANCE) * (1 + 1 / (n + PRIOR_RECORDS));
  return (log - mean) / Math.sqrt(wide);
}

/** Evidence of a deviation, with the tail of a Student t; small amounts count half. */
export function evidenceOf(z: number): number {
  const evidence = 3.5 * Math.log10(1 + z * z / 6);
  return z > 0 ? evidence : evidence / 2;
}

/** Learns an amount; one far off only as far as the group's edge. */
export function learnAmount(group: PeerGroup, log: number): void {
  const deviation = Math.sqrt(group.variance + MIN_VARIANCE);
  const clipped = group.n <= CLIP_FROM
    ? log
    : Math.max(group.mean - CLIP * deviation, Math.min(group.mean + CLIP * deviation, log));
  group.highest = group.n === 0 ? log : Math.max(group.highest, log);
  add(group, clipped);
}

/** Learns an amount that a person called normal: uncut, three times, and with more tolerance. */
export function learnNormal(group: PeerGroup, log: number): void {
  group.highest = group.n === 0 ? log : Math.max(group.highest, log);
  for (let time = 0; time < NORMAL_TIMES; time++) add(group, log);
  group.tolerance += NORMAL_TOLERANCE;
}

function add(group: PeerGroup, log: number): void {
  group.n++;
  const rate = Math.max(1 / group.n, MIN_RATE);
  const difference = log - group.mean;
  group.mean += rate * difference;
  group.variance = (1 - rate) * (group.variance + rate * difference * difference);
}
