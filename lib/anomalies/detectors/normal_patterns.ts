const DAY_MS = 86_400_000;
/** A pattern may come so much earlier or later than the one that was called normal. */
const SLACK_MS = 30 * 60_000;
/** And be so many times as far off before it is news. */
const GROWTH = 1.25;
/** Forgotten when it did not come back for so long: a month, and some days. */
const MEMORY_MS = 35 * DAY_MS;
const MAX_PATTERNS = 32;

/** What somebody called normal. Times are milliseconds since the epoch. */
export interface NormalPattern {
  /** Of the anomaly. */
  id: string;
  direction: "high" | "low";
  from: number;
  to: number;
  /** How far off it was, as the detector says it. */
  size: number;
  /** When it was called so; what was before stays as it was judged. */
  since: number;
}

/** Patterns as JSON. */
export type NormalPatternsState = (NormalPattern & { seenAt: number })[];

/**
 * Anomalies that people called normal: what is off the same way, at the same time of the day (UTC)
 * and not much further, is no anomaly from then on. All else stays one: another hour, the other
 * direction, or more of it. A pattern that comes back stays known, others are forgotten.
 */
export class NormalPatterns {
  #patterns: NormalPatternsState = [];

  /** Remembers a pattern; the same anomaly again replaces it. */
  mark(pattern: NormalPattern): void {
    this.unmark(pattern.id);
    this.#patterns.push({ ...pattern, seenAt: pattern.since });
    if (this.#patterns.length <= MAX_PATTERNS) return;
    const oldest = Math.min(...this.#patterns.map(({ seenAt }) => seenAt));
    this.#patterns.splice(this.#patterns.findIndex(({ seenAt }) => seenAt === oldest), 1);
  }

  /** Forgets what was marked for an anomaly. */
  unmark(id: string): void {
    this.#patterns = this.#patterns.filter((pattern) => pattern.id !== id);
  }

  /** Whether what is off by `size` (negative: too little) at `t` is known; then it stays known. */
  recognise(size: number, t: number): boolean {
    this.#patterns = this.#patterns.filter(({ seenAt }) => t - seenAt <= MEMORY_MS);
    const known = this.#patterns.filter((pattern) => covers(pattern, size, t));
    for (const pattern of known) pattern.seenAt = t;
    return known.length > 0;
  }

  save(): NormalPatternsState {
    return this.#patterns.map((pattern) => ({ ...pattern }));
  }

  static restore(state: NormalPatternsState): NormalPatterns {
    const patterns = new NormalPatterns();
    patterns.#patterns = state.map((pattern) => ({ ...pattern }));
    return patterns;
  }
}

function covers(pattern: NormalPattern, size: number, t: number): boolean {
  if (t < pattern.since || pattern.direction !== (size < 0 ? "low" : "high")) return false;
  if (Math.abs(size) > GROWTH * pattern.size) return false;
  const begin = pattern.from - SLACK_MS;
  const intoDay = ((t - begin) % DAY_MS + DAY_MS) % DAY_MS;
  return intoDay < pattern.to + SLACK_MS - begin;
}
