import type { WindowScan } from "./window_scan.ts";

/** Standard deviations of the shown band around what is expected of one bucket. */
export const BAND = 3;

/** What a detector of counts says about one bucket. */
export interface CountVerdict {
  /** How far off, in standard deviations; negative when there was too little. */
  z: number;
  /** The same of the last one or three buckets only: what is over no longer shows in it. */
  recent: number;
  /** The window that deviates most, in buckets that end with this one. */
  window: number;
  /** Events in that window. */
  observed: number;
  /** Events that were expected in it. */
  expected: number;
  /** Expected band of one bucket. */
  low: number;
  high: number;
  /** Middle of that band. */
  bucketExpected: number;
  /** Whether enough was learned for the verdict to count. */
  ready: boolean;
  /** Milliseconds since the epoch from which verdicts count; null when they do or nothing was seen. */
  readyAt: number | null;
}

/** The verdict of a scan that has just judged a bucket of which `lambda` events were expected. */
export function countVerdict(
  scan: WindowScan,
  lambda: number,
  readiness: { ready: boolean; readyAt: number | null },
): CountVerdict {
  const [low, high] = scan.band(lambda, BAND);
  return {
    z: scan.z,
    recent: scan.recent,
    window: scan.window,
    observed: scan.observed,
    expected: scan.expected,
    low,
    high,
    bucketExpected: lambda,
    ready: readiness.ready,
    readyAt: readiness.readyAt,
  };
}
