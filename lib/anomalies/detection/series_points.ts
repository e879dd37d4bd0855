import type { EventStore, Series as Timeseries, TimeseriesQuery } from "../../store/events.ts";
import {
  BUCKET_MS,
  countOf,
  ERROR,
  gaugeOf,
  MAX_VALUE_LENGTH,
  type Series,
  seriesKey,
  shareOf,
} from "./series.ts";

/** The store names so many series at most; one more holds the rest. */
const NAMED_SERIES = 20;
const MINUTE_MS = 60_000;

/** A series in each bucket of a period. */
export interface SeriesPoints {
  series: Series;
  /** Counts, errors of a share, sums or means; `null` where a mean has nothing to be of. */
  values: (number | null)[];
  /** How many events each value is of; of a share all events, errors and others. */
  totals: number[];
}

/** Reads one series of a period. */
export async function readSeries(
  events: Pick<EventStore, "timeseries">,
  series: Series,
  from: number,
  to: number,
): Promise<SeriesPoints> {
  const { kind, type, metric, dimensionValue } = series;
  const reader = new PointReader(events, from, to);
  if (kind === "gauge") return { series, ...await reader.values(type, metric) };
  const place = dimensionValue === null ? {} : { region: dimensionValue };
  const values = reader.buckets((await reader.count({ ...place, type }))[0]);
  const totals = kind === "count" ? values : reader.buckets((await reader.count(place))[0]);
  return { series, values, totals };
}

/** A level that is known of the last bucket of a period only. */
export function lastPoint(
  series: Series,
  level: number,
  from: number,
  to: number,
): SeriesPoints {
  const count = (to - from) / BUCKET_MS;
  const values = new Array<number | null>(count).fill(null).with(-1, level);
  return { series, values, totals: new Array<number>(count).fill(0).with(-1, 1) };
}

type Counts = readonly Timeseries[];

/**
 * Reads the series of a period, in few queries however many events there are: counts by type, errors
 * by region, shares of errors, and values. A series in `known` that is not among the largest is asked
 * for by itself; one that has no events has zeros.
 */
export async function readPoints(
  events: Pick<EventStore, "timeseries">,
  known: readonly Series[],
  from: number,
  to: number,
): Promise<Map<string, SeriesPoints>> {
  const reader = new PointReader(events, from, to);
  const byType = await reader.count({ groupBy: "type" });
  const errorsByRegion = await reader.count({ type: ERROR, groupBy: "region" });
  const allByRegion = await reader.count({ groupBy: "region" });
  const all = await reader.count({});
  const types = named(byType);
  const regions = named(allByRegion);
  const wanted = [
    ...types.map((type) => countOf(type)),
    ...named(errorsByRegion).map((region) => countOf(ERROR, region)),
    ...types.length === 0 ? [] : [shareOf(), ...regions.map((region) => shareOf(region))],
    ...types.map(gaugeOf).filter((series) => series !== null),
    ...known,
  ];
  const found = new Map<string, SeriesPoints>();
  for (const series of wanted) {
    const key = seriesKey(series);
    if (found.has(key)) continue;
    const { kind, type, metric, dimensionValue: region } = series;
    const counted = (counts: Counts, name: string, filter: { type?: string; region?: string }) =>
      reader.named(counts, name, filter);
    const errorsOf = () =>
      region === null
        ? counted(byType, ERROR, { type: ERROR })
        : counted(errorsByRegion, region, { type: ERROR, region });
    if (kind === "gauge") {
      const values = await reader.values(type, metric);
      found.set(key, { series, ...values });
    } else if (kind === "share") {
      const totals = region === null
        ? reader.buckets(all[0])
        : await counted(allByRegion, region, { region });
      found.set(key, { series, values: await errorsOf(), totals });
    } else {
      const values = region === null ? await counted(byType, type, { type }) : await errorsOf();
      found.set(key, { series, values, totals: values });
    }
  }
  return found;
}

/** Asks for minutes and adds them up to buckets. */
class PointReader {
  readonly #events: Pick<EventStore, "timeseries">;
  readonly #from: number;
  readonly #to: number;

  constructor(events: Pick<EventStore, "timeseries">, from: number, to: number) {
    this.#events = events;
    this.#from = from;
    this.#to = to;
  }

  count({ groupBy, ...filter }: {
    type?: string;
    region?: string;
    groupBy?: TimeseriesQuery["groupBy"];
  }): Promise<Counts> {
    return this.#read("count", filter, groupBy);
  }

  /** The counts of one value of a dimension; asked for again only when it may be among the rest. */
  async named(
    counts: Counts,
    name: string,
    filter: { type?: string; region?: string },
  ): Promise<number[]> {
    const found = counts.slice(0, NAMED_SERIES).find(({ key }) => key === name);
    if (found !== undefined || counts.length <= NAMED_SERIES) return this.buckets(found);
    return this.buckets((await this.count(filter))[0]);
  }

  /** Sums or means of the values of a type. */
  async values(
    type: string,
    metric: Series["metric"],
  ): Promise<Pick<SeriesPoints, "values" | "totals">> {
    const [sum] = await this.#read("sum", { type });
    const [valued] = await this.#read("valued", { type });
    const sums = this.buckets(sum);
    const totals = this.buckets(valued);
    if (metric === "sum") return { values: sums, totals };
    const values = sums.map((value, index) => {
      const count = totals[index] ?? 0;
      return count === 0 ? null : value / count;
    });
    return { values, totals };
  }

  buckets(series: Timeseries | undefined): number[] {
    const counts = new Array<number>((this.#to - this.#from) / BUCKET_MS).fill(0);
    const minutes = BUCKET_MS / MINUTE_MS;
    for (const [minute, { value }] of (series?.points ?? []).entries()) {
      const bucket = Math.floor(minute / minutes);
      counts[bucket] = (counts[bucket] ?? 0) + (value ?? 0);
    }
    return counts;
  }

  #read(
    metric: TimeseriesQuery["metric"],
    filter: { type?: string; region?: string },
    groupBy?: TimeseriesQuery["groupBy"],
  ): Promise<Counts> {
    const { from, to } = { from: this.#from, to: this.#to };
    return this.#events.timeseries({
      filter: { ...filter, from, to },
      metric,
      bucket: "minute",
      groupBy,
      timeZone: "UTC",
    });
  }
}

function named(counts: Counts): string[] {
  return counts.slice(0, NAMED_SERIES).map(({ key }) => key)
    .filter((key) => key.length <= MAX_VALUE_LENGTH);
}
