import { z } from "zod";
import { optional, timeZoneParameter } from "../analytics/analytics_query.ts";
import { FILTER_PARAMETERS, toFilter } from "../events/filter_query.ts";
import { PAGE_PARAMETERS, parseQuery } from "../http/query.ts";
import { type Bucket, BUCKETS, type EventFilter, type RangedFilter } from "../store/events.ts";
import type { PageRequest } from "../store/pages.ts";
import { EXPENSE } from "./record_of_event.ts";

const { userId, category, merchant, from, to, minValue, maxValue, q } = FILTER_PARAMETERS;

const flagged = z.enum(["true", "false", ""]).transform((text) =>
  text === "" ? undefined : text === "true"
).optional();

/** The filters of expenses as query parameters; each may be left out. */
export const EXPENSE_FILTERS = {
  userId,
  category,
  merchant,
  flagged,
  from,
  to,
  minAmount: minValue,
  maxAmount: maxValue,
  q,
};

const filterSchema = z.object(EXPENSE_FILTERS);
export type ExpenseFilters = z.output<typeof filterSchema>;

/** Which expenses are meant. @throws ProblemError 422 for ranges that end before they begin */
export function expenseFilterOf(filters: ExpenseFilters): EventFilter {
  const { minAmount: minValue, maxAmount: maxValue, flagged, ...rest } = filters;
  return { ...toFilter({ ...rest, minValue, maxValue }), type: EXPENSE, flagged };
}

const DAY_MS = 24 * 60 * 60 * 1000;
const PERIOD_DAYS = 30;

/** The same with both ends; by default the last 30 days. @throws ProblemError 422 */
export function expensePeriodOf(filters: ExpenseFilters, nowMs: number): RangedFilter {
  // The end is exclusive, and an expense of this millisecond counts.
  const to = filters.to ?? nowMs + 1;
  const from = filters.from ?? to - PERIOD_DAYS * DAY_MS;
  return { ...expenseFilterOf({ ...filters, from, to }), from, to };
}

/** Query of the list of expenses. */
export const expenseListSchema = filterSchema.extend(PAGE_PARAMETERS);

/** Filter and page of a list. @throws ProblemError 422 */
export function parseExpenseList(url: URL): { filter: EventFilter; page: PageRequest } {
  const { limit, cursor, ...filters } = parseQuery(url, expenseListSchema);
  return { filter: expenseFilterOf(filters), page: { limit, cursor } };
}

/** Query of the metrics of expenses. */
export const expenseMetricsQuery = filterSchema.extend({
  bucket: optional(z.enum(BUCKETS).optional()),
  tz: optional(timeZoneParameter.default("UTC")),
});

/** What the metrics are of. */
export interface MetricsQuery {
  filter: RangedFilter;
  bucket: Bucket;
  timeZone: string;
}

/** Period, filters and bucket of metrics. @throws ProblemError 422 */
export function parseExpenseMetrics(url: URL, nowMs = Date.now()): MetricsQuery {
  const { bucket, tz, ...filters } = parseQuery(url, expenseMetricsQuery);
  const filter = expensePeriodOf(filters, nowMs);
  return { filter, bucket: bucket ?? expenseBucketOf(filter), timeZone: tz };
}

/** A bucket that makes at most about 100 of the period. */
export function expenseBucketOf({ from, to }: RangedFilter): Bucket {
  const days = (to - from) / DAY_MS;
  if (days <= 3) return "hour";
  if (days <= 100) return "day";
  return days <= 700 ? "week" : "month";
}
