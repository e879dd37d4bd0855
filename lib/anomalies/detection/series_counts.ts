import type { EventStore, Series as Timeseries } from "../../store/events.ts";
import { BUCKET_MS, MAX_VALUE_LENGTH, type Series, seriesKey } from "./series.ts";

/** The store names so many series at most; one more holds the rest. */
const NAMED_SERIES = 20;
const MINUTE_MS = 60_000;
const ERROR = "error";

/** A series and its events in each bucket of a period. */
export interface SeriesCounts {
  series: Series;
  counts: number[];
}

/**
 * Counts events per bucket: by type, and errors by region. A series in `known` that is not among the
 * largest is asked for by itself; one that has no events has zeros.
 */
export async function readCounts(
  events: Pick<EventStore, "timeseries">,
  known: readonly Series[],
  from: number,
  to: number,
): Promise<Map<string, SeriesCounts>> {
  const query = { metric: "count", bucket: "minute", timeZone: "UTC" } as const;
  const byType = await events.timeseries({ ...query, filter: { from, to }, groupBy: "type" });
  const byRegion = await events.timeseries({
    ...query,
    filter: { from, to, type: ERROR },
    groupBy: "region",
  });
  const found = new Map<string, SeriesCounts>();
  const add = (series: Series, { points }: Timeseries) =>
    found.set(seriesKey(series), { series, counts: bucketsOf(points, from, to) });
  for (const each of named(byType)) {
    add({ type: each.key, dimension: null, dimensionValue: null }, each);
  }
  for (const each of named(byRegion)) {
    add({ type: ERROR, dimension: "region", dimensionValue: each.key }, each);
  }
  for (const series of known) {
    const key = seriesKey(series);
    if (found.has(key)) continue;
    const { type, dimensionValue } = series;
    const isListed = (series.dimension === null ? byType : byRegion).length <= NAMED_SERIES;
    if (isListed) {
      found.set(key, { series, counts: bucketsOf([], from, to) });
      continue;
    }
    const region = dimensionValue ?? undefined;
    const [whole] = await events.timeseries({ ...query, filter: { from, to, type, region } });
    add(series, whole ?? { key, points: [] });
  }
  return found;
}

function named(series: readonly Timeseries[]): Timeseries[] {
  return series.slice(0, NAMED_SERIES).filter(({ key }) => key.length <= MAX_VALUE_LENGTH);
}

function bucketsOf(points: Timeseries["points"], from: number, to: number): number[] {
  const counts = new Array<number>((to - from) / BUCKET_MS).fill(0);
  const minutes = BUCKET_MS / MINUTE_MS;
  for (const [minute, { value }] of points.entries()) {
    const bucket = Math.floor(minute / minutes);
    counts[bucket] = (counts[bucket] ?? 0) + (value ?? 0);
  }
  return counts;
}
