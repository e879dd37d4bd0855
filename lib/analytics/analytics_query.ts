import { z } from "zod";
import { DIMENSIONS } from "../events/event.ts";
import { FILTER_PARAMETERS, toRangedFilter } from "../events/filter_query.ts";
import { PAGE_PARAMETERS, parseQuery } from "../http/query.ts";
import {
  type BreakdownQuery,
  type Bucket,
  BUCKETS,
  METRICS,
  type RangedFilter,
  type TimeseriesQuery,
} from "../store/events.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Periods up to this long are drawn in this bucket unless another is asked for: at most about 200. */
const DEFAULT_BUCKETS: readonly (readonly [number, Bucket])[] = [
  [3 * HOUR_MS, "minute"],
  [8 * DAY_MS, "hour"],
  [200 * DAY_MS, "day"],
  [4 * 366 * DAY_MS, "week"],
];

/** An IANA name as the runtime writes it; plain offsets have no summer time and are refused. */
export const timeZoneParameter = z.string().max(64).transform((name, ctx) => {
  try {
    if (/^[A-Za-z]/.test(name)) {
      return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    }
  } catch {
    // Unknown to the runtime: refused below.
  }
  ctx.addIssue("Must be an IANA time zone, like America/Sao_Paulo or UTC");
  return z.NEVER;
});

/** A parameter that was left empty (`groupBy=`) was not given. */
export function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => value === "" ? undefined : value, schema);
}

/** Query of `summary`. */
export const summarySchema = z.object(FILTER_PARAMETERS);
/** Query of `timeseries`. */
export const timeseriesSchema = z.object({
  ...FILTER_PARAMETERS,
  metric: optional(z.enum(METRICS).default("count")),
  bucket: optional(z.enum(BUCKETS).optional()),
  groupBy: optional(z.enum(DIMENSIONS).optional()),
  tz: optional(timeZoneParameter.default("UTC")),
});
/** Query of `breakdown`. */
export const breakdownSchema = z.object({
  ...FILTER_PARAMETERS,
  dimension: z.enum(DIMENSIONS),
  metric: optional(z.enum(["count", "sum", "avg"]).default("count")),
  limit: PAGE_PARAMETERS.limit,
});

function bucketFor({ from, to }: RangedFilter): Bucket {
  return DEFAULT_BUCKETS.find(([longest]) => to - from <= longest)?.[1] ?? "month";
}

/**
 * The period and filters of `summary`; without `from` and `to` the last 24 hours.
 * @throws ProblemError 422 naming each parameter that is unknown or wrong
 */
export function parseSummaryQuery(url: URL, nowMs = Date.now()): RangedFilter {
  return toRangedFilter(parseQuery(url, summarySchema), nowMs);
}

/** What `timeseries` asks for. @throws ProblemError 422 */
export function parseTimeseriesQuery(url: URL, nowMs = Date.now()): TimeseriesQuery {
  const { metric, bucket, groupBy, tz, ...parameters } = parseQuery(url, timeseriesSchema);
  const filter = toRangedFilter(parameters, nowMs);
  return { filter, metric, bucket: bucket ?? bucketFor(filter), groupBy, timeZone: tz };
}

/** What `breakdown` asks for. @throws ProblemError 422 */
export function parseBreakdownQuery(url: URL, nowMs = Date.now()): BreakdownQuery {
  const { dimension, metric, limit, ...parameters } = parseQuery(url, breakdownSchema);
  return { filter: toRangedFilter(parameters, nowMs), dimension, metric, limit };
}
