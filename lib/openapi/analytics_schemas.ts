import { z } from "zod";
import { SEVERITIES } from "../alerts/severity.ts";
import { ANOMALY_KINDS } from "../anomalies/anomaly.ts";
import type { DashboardData } from "../dashboard/dashboard_data.ts";
import { eventSchema } from "../events/event_schema.ts";
import type { BreakdownItem, Series, Summary } from "../store/events.ts";
import { answerComponent } from "./operation.ts";

const count = z.number().int().min(0);

export const summarySchema = z.object({
  from: z.iso.datetime().describe("Start of the period, inclusive."),
  to: z.iso.datetime().describe("End of the period, exclusive."),
  events: count,
  revenue: z.number().describe("`value` of purchases minus `value` of refunds."),
  orders: count.describe("Number of purchases."),
  averageTicket: z.number().describe("Value of purchases / orders; 0 without orders."),
  errors: count.describe("Number of events of type `error`."),
  activeUsers: count.describe("Distinct `userId`s."),
  byType: z.array(z.object({ type: z.string(), count, value: z.number() })),
  topUsers: z.array(z.object({ userId: z.string(), count, value: z.number() }))
    .describe("Ten by number of events."),
  topProducts: z.array(z.object({ product: z.string(), count, value: z.number() }))
    .describe("Ten by value of purchases."),
  errorsByRegion: z.array(z.object({ region: z.string(), count })),
}) satisfies z.ZodType<Summary>;

export const summaryComponent = answerComponent("Summary", summarySchema, {
  description: "Numbers of one period. Amounts are not converted between currencies.",
});

export const seriesSchema = z.object({
  key: z.string().describe("Value of `groupBy`, or `all`; `other` is the rest beyond 20."),
  points: z.array(z.object({
    t: z.iso.datetime().describe("Start of the bucket in UTC."),
    value: z.number().nullable(),
  })).describe("Every bucket of the period; empty ones are 0 for count and sum, `null` else."),
}) satisfies z.ZodType<Series>;

export const timeseriesComponent = answerComponent(
  "Timeseries",
  z.object({ series: z.array(seriesSchema) }),
  { description: "A metric over time, one series for each group." },
);

export const breakdownItemSchema = z.object({
  key: z.string(),
  value: z.number(),
  share: z.number().describe("Part of the whole, 0 to 1; of the count when the metric is `avg`."),
}) satisfies z.ZodType<BreakdownItem>;

export const breakdownComponent = answerComponent(
  "Breakdown",
  z.object({ items: z.array(breakdownItemSchema).describe("Largest first.") }),
  { description: "A metric by the values of one dimension." },
);

const rangeSchema = z.object({
  preset: z.enum(["1h", "24h", "7d", "30d", "custom"]),
  from: z.number().describe("Epoch milliseconds, inclusive."),
  to: z.number().describe("Epoch milliseconds, exclusive."),
  bucket: z.enum(["minute", "hour", "day"]),
});

const lasting = {
  id: z.string(),
  from: z.number().describe("Epoch milliseconds."),
  to: z.number().nullable().describe("`null` while it goes on."),
};
const seriesOfAnomalySchema = z.object({
  kind: z.enum(ANOMALY_KINDS),
  type: z.string(),
  metric: z.string(),
  dimension: z.string().nullable(),
  dimensionValue: z.string().nullable(),
});

export const dashboardSchema = z.object({
  range: rangeSchema,
  timeZone: z.string().describe("IANA zone in which buckets begin."),
  summary: summarySchema,
  previous: summarySchema.describe("The same numbers of the period just before."),
  sales: z.array(z.object({ t: z.iso.datetime(), value: z.number() }))
    .describe("Value of purchases in each bucket."),
  errors: z.array(z.object({
    t: z.iso.datetime(),
    value: count,
    low: z.number().nullable(),
    high: z.number().nullable(),
  })).describe(
    "Errors in each bucket, of 5 minutes up to a day; `low` and `high` are the usual band.",
  ),
  happenings: z.array(z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("anomaly"), ...lasting, series: seriesOfAnomalySchema }),
    z.object({
      kind: z.literal("alert"),
      ...lasting,
      alertname: z.string(),
      severity: z.enum(SEVERITIES),
    }),
  ])).describe("What to mark on the time axes; what the caller may not read is left out."),
  lastSales: z.array(eventSchema).describe("The last 20 purchases, newest first."),
  seq: z.number().int().describe("Position in the live log; resume from here to miss nothing."),
  loadedAt: z.number().describe("Epoch milliseconds."),
}) satisfies z.ZodType<DashboardData>;

export const dashboardComponent = answerComponent("Dashboard", dashboardSchema, {
  description: "Everything that the dashboard page draws for a period.",
});
