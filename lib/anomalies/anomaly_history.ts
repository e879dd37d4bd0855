import type { EventStore } from "../store/events.ts";
import type { Anomaly } from "./anomaly.ts";
import { BUCKET_MS, seriesSchema, WAITING_JOBS } from "./detection/series.ts";
import { readSeries } from "./detection/series_points.ts";

/** Shown before an anomaly, and after what was last seen of it. */
const BEFORE_MS = 2 * 3_600_000;
const AFTER_MS = 30 * 60_000;
/** Of a long anomaly its first part. */
const MAX_MS = 12 * 3_600_000;

/** The series around an anomaly, in the buckets that were judged and in its own unit. */
export interface AnomalyHistory {
  bucketMs: number;
  /** Begin of each bucket and its value, `null` where there is none; only buckets that are over. */
  points: { t: string; value: number | null; isUnusual: boolean }[];
}

/** What the series of an anomaly did before and after; `null` for what is no series of events. */
export async function readAnomalyHistory(
  events: Pick<EventStore, "timeseries">,
  anomaly: Anomaly,
  now: number,
): Promise<AnomalyHistory | null> {
  const series = seriesSchema.safeParse(anomaly);
  if (!series.success || series.data.metric === WAITING_JOBS.metric) return null;
  const start = Date.parse(anomaly.startedAt);
  const last = Date.parse(anomaly.lastAt);
  const from = floor(start - BEFORE_MS);
  const to = floor(Math.min(now, last + AFTER_MS, start + MAX_MS));
  if (to <= from) return null;
  const { values, totals } = await readSeries(events, series.data, from, to);
  const points = values.map((value, index) => {
    const t = from + index * BUCKET_MS;
    const isUnusual = t + BUCKET_MS > start && t < Math.max(last, start + 1);
    const shown = anomaly.kind === "share" ? partOf(value, totals[index] ?? 0) : value;
    return { t: new Date(t).toISOString(), value: shown, isUnusual };
  });
  return { bucketMs: BUCKET_MS, points };
}

function partOf(value: number | null, total: number): number | null {
  return value === null || total === 0 ? null : Math.min(1, value / total);
}

function floor(t: number): number {
  return Math.floor(t / BUCKET_MS) * BUCKET_MS;
}
