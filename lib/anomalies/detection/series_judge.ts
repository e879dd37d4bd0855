import type { NewAnomaly } from "../anomaly_service.ts";

/** The numbers of an anomaly in the unit of its series, and why it is one. */
export type Figures = Pick<
  NewAnomaly,
  "score" | "observed" | "expected" | "low" | "high" | "times" | "windowMs" | "reasons"
>;

/** What a bucket changed about the alarm of a series. */
export type JudgeStep =
  | {
    step: "opened" | "grew";
    figures: Figures;
    direction: NewAnomaly["direction"];
    /** Begin of what is unusual. Milliseconds since the epoch. */
    startedAt: number;
  }
  | { step: "closed" };

/** What is usual of a bucket. */
export interface Outlook {
  /** Whether verdicts count, and otherwise from when on, when that is known. */
  ready: boolean;
  readyAt: number | null;
  expected: number;
  low: number;
  high: number;
}

/** Judges the buckets of one series, one after the other, then learns each. */
export interface SeriesJudge<S> {
  /** How far the open anomaly went; 0 when none is open. */
  readonly peak: number;
  /**
   * Judges `value` of `total` in the bucket that begins at `t`. `isNormal` is asked whether somebody
   * called normal what is so far off, negative when it is too little.
   */
  step(
    value: number | null,
    total: number,
    t: number,
    isNormal: (size: number) => boolean,
  ): JudgeStep | null;
  /** What is usual of the bucket at `t`. */
  outlook(t: number): Outlook;
  save(): S;
}

/** Observed by expected; null when nothing was expected. */
export function timesExpected(observed: number, expected: number): number | null {
  return expected > 0 ? observed / expected : null;
}
