import type { EventStore } from "../store/events.ts";
import type { Anomaly } from "./anomaly.ts";
import { BUCKET_MS } from "./detection/series.ts";

/** Shown before an anomaly, and after what was last seen of it. */
const BEFORE_MS = 2 * 3_600_000;
const AFTER_MS = 30 * 60_000;
/** Of a long anomaly its first part. */
const MAX_MS = 12 * 3_600_000;
const MINUTE_MS = 60_000;

/** The series around an anomaly, in the buckets that were judged. */
export interface AnomalyHistory {
  bucketMs: number;
  /** Begin of each bucket, and its events; only buckets that are over. */
  points: { t: string; value: number; isUnusual: boolean }[];
}

/** What the series of an anomaly did before and after; `null` for what is no count of events. */
export async function readAnomalyHistory(
  events: Pick<EventStore, "timeseries">,
  anomaly: Anomaly,
  now: number,
): Promise<AnomalyHistory | null> {
  const { kind, dimension, dimensionValue } = anomaly;
  if (kind !== "count" || (dimension !== null && dimension !== "region")) return null;
  const start = Date.parse(anomaly.startedAt);
  const last = Date.parse(anomaly.lastAt);
  const from = floor(start - BEFORE_MS);
  const to = floor(Math.min(now, last + AFTER_MS, start + MAX_MS));
  if (to <= from) return null;
  const region = dimension === null ? undefined : dimensionValue ?? undefined;
  const [series] = await events.timeseries({
    filter: { from, to, type: anomaly.type, region },
    metric: "count",
    bucket: "minute",
    timeZone: "UTC",
  });
  const counts = new Array<number>((to - from) / BUCKET_MS).fill(0);
  for (const [minute, { value }] of (series?.points ?? []).entries()) {
    const bucket = Math.floor(minute * MINUTE_MS / BUCKET_MS);
    counts[bucket] = (counts[bucket] ?? 0) + (value ?? 0);
  }
  const points = counts.map((value, index) => {
    const t = from + index * BUCKET_MS;
    const isUnusual = t + BUCKET_MS > start && t < Math.max(last, start + 1);
    return { t: new Date(t).toISOString(), value, isUnusual };
  });
  return { bucketMs: BUCKET_MS, points };
}

function floor(t: number): number {
  return Math.floor(t / BUCKET_MS) * BUCKET_MS;
}
