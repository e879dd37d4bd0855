import { bucketStarts } from "../../analytics/time_buckets.ts";
import {
  NAMED_SERIES,
  type RangedFilter,
  type Series,
  type SeriesMetric,
  type TimeseriesQuery,
} from "../events.ts";
import type { Database, SqlRow } from "./database.ts";
import { addedUp, factsSql, type Measure, type Period } from "./facts.ts";
import { Parameters } from "./parameters.ts";
import { sumOf, valueOf } from "./units.ts";

const PERCENT: Partial<Record<SeriesMetric, number>> = { p50: 50, p95: 95, p99: 99 };
const MEASURES: Record<SeriesMetric, readonly Measure[]> = {
  count: ["events"],
  valued: ["events", "valued"],
  sum: ["events", "sum"],
  avg: ["events", "valued", "sum"],
  min: ["events", "extremes"],
  max: ["events", "extremes"],
  p50: ["events", "extremes"],
  p95: ["events", "extremes"],
  p99: ["events", "extremes"],
};

/**
 * A metric over time. Percentiles are the nearest rank: the smallest value that at least this part of
 * the values does not exceed.
 * @throws TooManyBucketsError, or RangeError when the zone is unknown.
 */
export function readTimeseries(database: Database, query: TimeseriesQuery): Series[] {
  const { filter, metric, bucket, groupBy, namedSeries = NAMED_SERIES } = query;
  const starts = bucketStarts(filter.from, filter.to, bucket, query.timeZone);
  const periods = starts.map((start, index): Period => ({
    from: Math.max(start, filter.from),
    to: Math.min(starts[index + 1] ?? filter.to, filter.to),
  }));
  const rows = database.snapshot(() => {
    if (groupBy === undefined && PERCENT[metric] !== undefined) {
      return readPercentiles(database, filter, periods, PERCENT[metric]);
    }
    const parameters = new Parameters();
    const facts = factsSql(database, {
      filter,
      key: groupBy ?? null,
      periods,
      measures: MEASURES[metric],
      singly: PERCENT[metric] !== undefined,
    }, parameters);
    const sql = groupBy === undefined
      ? `${facts} SELECT 0 AS place, period, ${addedUp(MEASURES[metric])}
          FROM facts GROUP BY period`
      : rankedSql(facts, metric, namedSeries);
    return database.allExact(sql, ...parameters.values);
  });

  const empty = ["count", "valued", "sum"].includes(metric) ? 0 : null;
  const times = starts.map((start) => new Date(start).toISOString());
  // By place, since a value of the dimension may be called `other` itself.
  const series = new Map<number, Series>();
  const place = (number: number, key: string) => {
    series.set(number, { key, points: times.map((t) => ({ t, value: empty })) });
  };
  if (groupBy === undefined) place(0, "all");
  for (const row of rows) {
    const number = Number(row.place);
    if (!series.has(number)) place(number, String(row.name));
    if (row.period === null) continue;
    series.get(number)!.points[Number(row.period)]!.value = metricValue(metric, row);
  }
  return [...series.values()];
}

function metricValue(metric: SeriesMetric, row: SqlRow): number | null {
  if (metric === "count") return Number(row.events);
  if (metric === "valued") return Number(row.valued);
  if (metric === "sum" || metric === "avg") {
    const sum = valueOf(sumOf(Number(row.billions), Number(row.units)));
    if (metric === "sum") return sum;
    return Number(row.valued) === 0 ? null : sum / Number(row.valued);
  }
  const units = metric === "min" ? row.least : row.most;
  return units === null || units === undefined ? null : valueOf(BigInt(units));
}

/**
 * A percentile of each period. Sorting one period from its nearer end, and only as far as the value is
 * away, takes a quarter of the time of ranking all values at once.
 */
function readPercentiles(
  database: Database,
  filter: RangedFilter,
  periods: readonly Period[],
  percent: number,
): SqlRow[] {
  const query = { filter, key: null };
  const counting = new Parameters();
  const counts = database.all(
    `${factsSql(database, { ...query, periods, measures: ["valued"] }, counting)}
      SELECT period, sum(valued) AS valued FROM facts GROUP BY period HAVING sum(valued) > 0`,
    ...counting.values,
  );
  return counts.map(({ period, valued }) => {
    const number = Number(valued);
    const rank = Math.ceil(number * percent / 100);
    const fromAbove = rank > number / 2;
    const parameters = new Parameters();
    const facts = factsSql(database, {
      ...query,
      periods: [periods[Number(period)]!],
      measures: ["extremes"],
      singly: true,
    }, parameters);
    const [row] = database.allExact(
      `${facts} SELECT most FROM facts WHERE most IS NOT NULL
        ORDER BY most ${fromAbove ? "DESC" : "ASC"}
        LIMIT 1 OFFSET ${parameters.bind(fromAbove ? number - rank : rank - 1)}`,
      ...parameters.values,
    );
    return { place: 0, period: period!, most: row!.most! };
  });
}

/** Rows of the largest keys, largest first, then of all others together; by period. */
function rankedSql(facts: string, metric: SeriesMetric, named: number): string {
  const measures = MEASURES[metric];
  const percent = PERCENT[metric];
  const bySize = metric === "sum" ? "billions DESC, units DESC" : "events DESC";
  const group = "place, name, period";
  return `${facts},
    gathered AS MATERIALIZED (${
    percent === undefined
      ? `SELECT key, period, ${addedUp(measures)} FROM facts GROUP BY key, period`
      : "SELECT key, period, events, least, most FROM facts"
  }),
    ranked AS (
      SELECT key, name, row_number() OVER (ORDER BY ${bySize}, name) AS rank
      FROM (SELECT key, ${addedUp(measures)} FROM gathered GROUP BY key)
        JOIN names ON names.code = key
    ),
    series AS MATERIALIZED (
      SELECT key, min(rank, ${named + 1}) AS place,
        iif(rank > ${named}, 'other', name) AS name
      FROM ranked
    ),
    placed AS (SELECT * FROM gathered JOIN series USING (key))
    ${
    percent === undefined
      ? `SELECT ${group}, ${addedUp(measures)} FROM placed GROUP BY ${group} ORDER BY place`
      // A series without any value has no percentile, but is one of the largest all the same.
      : `SELECT ${group}, most FROM ${nearestRank("placed", group, percent)}
        UNION ALL SELECT DISTINCT place, name, NULL, NULL FROM series ORDER BY place`
  }`;
}

/** The rows of `source` that hold the percentile of their group. */
function nearestRank(source: string, group: string, percent: number): string {
  return `(
    SELECT * FROM (
      SELECT ${group}, most,
        row_number() OVER (PARTITION BY ${group} ORDER BY most) AS rank,
        count(*) OVER (PARTITION BY ${group}) AS number
      FROM ${source} WHERE most IS NOT NULL
    ) WHERE rank = (number * ${percent} + 99) / 100
  )`;
}
