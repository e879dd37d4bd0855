import type { CountVerdict } from "../detectors/count_verdict.ts";
import type { GaugeVerdict, GaugeViewVerdict } from "../detectors/gauge_detector.ts";
import { wholeShares } from "../detectors/whole_shares.ts";
import type { Reason } from "./reason.ts";
import { reasonOf } from "./tell_reason.ts";

/** What a series is of, for sentences. */
export interface SeriesNames {
  type: string;
  dimension: string | null;
  dimensionValue: string | null;
}

/** A part of all events, from 0 to 1. */
export interface ShareFigures {
  observed: number;
  expected: number;
  low: number;
  high: number;
  /** Events that it is a part of. */
  total: number;
}

/** Why a count is unusual: "12 order events in 15 minutes, 0.3 times the 40 expected". */
export function describeCount(
  { observed, expected, window, low, high }: CountVerdict,
  series: SeriesNames,
  bucketMs: number,
): Reason[] {
  const windowMs = window * bucketMs;
  const facts = { ...placeOf(series), observed, expected, windowMs, low, high, bucketMs };
  return [reasonOf("count", facts, 100)];
}

/** Why a share is unusual: "20 % of 60 events in 5 minutes are of type error". */
export function describeShare(
  figures: ShareFigures,
  series: SeriesNames,
  windowMs: number,
  bucketMs: number,
): Reason[] {
  return [reasonOf("share", { ...placeOf(series), ...figures, windowMs, bucketMs }, 100)];
}

/** Why a point of a gauge is unusual: one sentence for each view in which it is a record. */
export function describeGauge(
  verdict: GaugeVerdict,
  value: number,
  unit: "money" | "number",
): Reason[] {
  const { views, low, high, expected } = verdict;
  if (views.length === 0) return [reasonOf("nothing", {}, 100)];
  const shares = wholeShares(views.map(({ times, n }) => Math.log10(n) * (1 + times)));
  return views.map(({ name, times: beyond, n }: GaugeViewVerdict, index) => {
    const share = shares[index] ?? 0;
    switch (name) {
      case "value":
        return reasonOf("gauge-value", { unit, value, low, high, beyond, n }, share);
      case "hour":
        return reasonOf("gauge-hour", { unit, value, expected, beyond, n }, share);
      case "change":
        return reasonOf("gauge-change", { beyond, n }, share);
      case "spread":
        return reasonOf("gauge-spread", { beyond, n }, share);
    }
  });
}

function placeOf({ type, dimension, dimensionValue }: SeriesNames) {
  return { type, dimension: dimension ?? "", value: dimensionValue ?? "" };
}
