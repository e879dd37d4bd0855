import { z } from "zod";
import { BUCKETS, type EventStore, SCORE_PARTS } from "../store/events.ts";
import type { MetricsQuery } from "./expense_query.ts";
import { EXPENSE } from "./record_of_event.ts";

const share = z.object({ key: z.string(), value: z.number(), share: z.number() });

/** What was spent in a period, and how odd it was. */
export const expenseMetricsSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  count: z.int(),
  total: z.number(),
  average: z.number(),
  flagged: z.int(),
  scored: z.int(),
  byCategory: z.array(share),
  byUser: z.array(share),
  bucket: z.enum(BUCKETS),
  overTime: z.array(z.object({ t: z.iso.datetime(), value: z.number() })),
  scores: z.array(z.object({ from: z.number(), to: z.number(), count: z.int() })),
});
export type ExpenseMetrics = z.infer<typeof expenseMetricsSchema>;

const LARGEST = 10;

/**
 * Figures of expenses; the database adds up.
 * @throws TooManyBucketsError
 */
export async function readExpenseMetrics(
  events: EventStore,
  { filter, bucket, timeZone }: MetricsQuery,
): Promise<ExpenseMetrics> {
  const largest = { filter, metric: "sum", limit: LARGEST } as const;
  const [summary, byCategory, byUser, [series], spread] = await Promise.all([
    events.summary(filter),
    events.breakdown({ ...largest, dimension: "category" }),
    events.breakdown({ ...largest, dimension: "userId" }),
    events.timeseries({ filter, metric: "sum", bucket, timeZone }),
    events.scores(filter),
  ]);
  const { count = 0, value: total = 0 } = summary.byType.find(({ type }) => type === EXPENSE) ??
    {};
  return {
    from: new Date(filter.from).toISOString(),
    to: new Date(filter.to).toISOString(),
    count,
    total,
    average: count === 0 ? 0 : total / count,
    flagged: spread.flagged,
    scored: spread.counts.reduce((sum, part) => sum + part, 0),
    byCategory,
    byUser,
    bucket,
    overTime: (series?.points ?? []).map(({ t, value }) => ({ t, value: value ?? 0 })),
    scores: spread.counts.map((count, part) => ({
      from: part / SCORE_PARTS,
      to: (part + 1) / SCORE_PARTS,
      count,
    })),
  };
}
