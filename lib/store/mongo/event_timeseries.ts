import type { Document } from "mongodb";
import { bucketStarts } from "../../analytics/time_buckets.ts";
import { NAMED_SERIES, type Series, type SeriesMetric, type TimeseriesQuery } from "../events.ts";
import { numberOf } from "./event_document.ts";
import { type Rows, rowsOf } from "./event_periods.ts";

const PERCENTILES: Partial<Record<SeriesMetric, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/** Runs an aggregation that begins with rows. */
export type Ask = (rows: Rows, ...stages: Document[]) => Promise<Document[]>;

/**
 * Answers `EventStore.timeseries`.
 * @throws TooManyBucketsError, or RangeError when the zone is unknown.
 */
export async function timeseriesOf(query: TimeseriesQuery, ask: Ask): Promise<Series[]> {
  const { filter, metric, bucket, timeZone, groupBy, namedSeries = NAMED_SERIES } = query;
  const starts = bucketStarts(filter.from, filter.to, bucket, timeZone);
  const groups = groupBy === undefined ? null : await largestGroups(query, namedSeries, ask);
  if (groups !== null && groups.length === 0) return [];
  const key = groups === null
    ? { $literal: "all" }
    : groups.length <= namedSeries
    ? "$key"
    : { $cond: [{ $in: ["$key", { $literal: groups.slice(0, namedSeries) }] }, "$key", null] };
  const percentile = PERCENTILES[metric];
  const cell = { bucket: bucketIndexOf("$t", starts), key };
  const points = percentile === undefined
    ? await ask(
      rowsOf({
        filter,
        groupBy,
        boundaries: starts.slice(1),
        extremes: metric === "min" || metric === "max",
      }),
      { $group: { _id: cell, ...METRIC_GROUPS } },
    )
    : await ask(eventsOnly(query), ...percentileStages(cell, percentile));
  const series = new Map<string | null, Series>();
  const empty = ["count", "valued", "sum"].includes(metric) ? 0 : null;
  const keys = groups === null ? ["all"] : groups.slice(0, namedSeries);
  const times = starts.map((start) => new Date(start).toISOString());
  for (const name of groups !== null && groups.length > namedSeries ? [...keys, null] : keys) {
    series.set(name, {
      key: name ?? "other",
      points: times.map((t) => ({ t, value: empty })),
    });
  }
  for (const point of points) {
    const target = series.get(point._id.key)?.points[Number(point._id.bucket)];
    if (target !== undefined) target.value = valueOf(metric, point);
  }
  return [...series.values()];
}

const METRIC_GROUPS = {
  count: { $sum: "$count" },
  valued: { $sum: "$valued" },
  amount: { $sum: "$amount" },
  min: { $min: "$min" },
  max: { $max: "$max" },
};

function valueOf(metric: SeriesMetric, point: Document): number | null {
  if (metric === "count") return Number(point.count);
  if (metric === "valued") return Number(point.valued);
  if (metric === "sum") return numberOf(point.amount);
  if (metric === "avg") {
    return Number(point.valued) === 0 ? null : numberOf(point.amount) / Number(point.valued);
  }
  const value = metric === "min" ? point.min : metric === "max" ? point.max : point.value;
  return Number.isFinite(value) ? value : null;
}

/** Up to one more key than has a series of its own, largest first (by sum for `sum`, else by count). */
async function largestGroups(
  query: TimeseriesQuery,
  named: number,
  ask: Ask,
): Promise<string[]> {
  const groups = await ask(
    rowsOf({ filter: query.filter, groupBy: query.groupBy }),
    { $group: { _id: "$key", size: { $sum: query.metric === "sum" ? "$amount" : "$count" } } },
    { $sort: { size: -1, _id: 1 } },
    { $limit: named + 1 },
  );
  return groups.map((group) => group._id);
}

/** Percentiles need every value: no roll-up row is narrower than this boundary. */
function eventsOnly({ filter, groupBy }: TimeseriesQuery): Rows {
  return rowsOf({ filter, groupBy, boundaries: [1] });
}

/**
 * Nearest-rank percentile of each cell, exact: values are numbered in order and the one whose number is
 * the rank is kept. `$percentile` is an estimate, and an array of all values may outgrow a document.
 */
function percentileStages(cell: Document, percentile: number): Document[] {
  return [
    { $match: { valued: 1 } },
    { $project: { cell, value: "$min" } },
    {
      $setWindowFields: {
        partitionBy: "$cell",
        sortBy: { value: 1 },
        output: {
          number: { $documentNumber: {} },
          count: { $sum: 1, window: { documents: ["unbounded", "unbounded"] } },
        },
      },
    },
    { $match: { $expr: { $eq: ["$number", { $ceil: { $multiply: [percentile, "$count"] } }] } } },
    { $project: { _id: "$cell", value: 1 } },
  ];
}

/** The number of the bucket in which an instant (expression) lies; `starts` are ascending. */
export function bucketIndexOf(instant: string, starts: readonly number[]): Document {
  const branches: Document[] = [];
  let first = 0;
  // Buckets of one length in a row are one division, so that a day of minutes is one branch.
  for (let index = 1; index < starts.length; index++) {
    const size = starts[index]! - starts[index - 1]!;
    if (index + 1 < starts.length && starts[index + 1]! - starts[index]! === size) continue;
    branches.push({
      case: { $lt: [instant, new Date(starts[index]!)] },
      then: {
        $add: [
          first,
          { $floor: { $divide: [{ $subtract: [instant, new Date(starts[first]!)] }, size] } },
        ],
      },
    });
    first = index;
  }
  const last = { $literal: starts.length - 1 };
  return branches.length === 0 ? last : { $switch: { branches, default: last } };
}
