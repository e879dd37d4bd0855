import { BUCKET_MS, countOf, ERROR } from "../anomalies/detection/series.ts";
import { readSeries } from "../anomalies/detection/series_points.ts";
import type { EventStore } from "../store/events.ts";
import type { DashboardRange } from "./range.ts";

/** Errors in a bucket, and how many were to be expected where that is known. */
export interface ErrorPoint {
  t: string;
  value: number;
  low: number | null;
  high: number | null;
}

/** Tells the usual band of each bucket that is judged; `null` while it is not known. */
export type ReadBand = (
  from: number,
  to: number,
) => Promise<readonly { low: number; high: number }[] | null>;

/** Longer periods are drawn in the buckets of the other charts. */
const FINE_MS = 26 * 3_600_000;

/**
 * Errors over a period; of up to a day in the very buckets that are judged, with the band that the
 * detection now takes as usual for each.
 */
export async function readErrorTrend(
  events: Pick<EventStore, "timeseries">,
  { from, to, bucket }: DashboardRange,
  timeZone: string,
  readBand: ReadBand | null,
): Promise<ErrorPoint[]> {
  if (to - from > FINE_MS) {
    const [series] = await events.timeseries({
      filter: { from, to, type: ERROR },
      metric: "count",
      bucket,
      timeZone,
    });
    return (series?.points ?? []).map(({ t, value }) => pointOf(t, value));
  }
  const begin = Math.floor(from / BUCKET_MS) * BUCKET_MS;
  const end = Math.ceil(to / BUCKET_MS) * BUCKET_MS;
  const [{ values }, band] = await Promise.all([
    readSeries(events, countOf(ERROR), begin, end),
    readBand?.(begin, end) ?? null,
  ]);
  return values.map((value, index) => {
    const t = new Date(begin + index * BUCKET_MS).toISOString();
    return { ...pointOf(t, value), ...band?.[index] };
  });
}

function pointOf(t: string, value: number | null): ErrorPoint {
  return { t, value: value ?? 0, low: null, high: null };
}
