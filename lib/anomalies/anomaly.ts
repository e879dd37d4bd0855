import { z } from "zod";
import { FILTER_PARAMETERS } from "../events/filter_query.ts";
import { PAGE_PARAMETERS } from "../http/query.ts";
import type { CollectionSpec, Stored } from "../store/collections.ts";
import { storedReasonSchema } from "./reasons/reason.ts";

/** What is watched: counts, shares of counts, measured values, and single records. */
export const ANOMALY_KINDS = ["count", "share", "gauge", "record"] as const;
export type AnomalyKind = typeof ANOMALY_KINDS[number];

/** What people say of an anomaly. */
export const ANOMALY_FEEDBACK = ["normal", "useful"] as const;
export type AnomalyFeedback = typeof ANOMALY_FEEDBACK[number];

const time = z.string().max(30);

const anomalySchema = z.object({
  /** The series, or the record, that is unusual. */
  seriesKey: z.string(),
  kind: z.enum(ANOMALY_KINDS),
  /** Type of the events. */
  type: z.string(),
  dimension: z.string().nullable(),
  dimensionValue: z.string().nullable(),
  metric: z.string(),
  direction: z.enum(["high", "low"]),
  score: z.number(),
  /** Begin of what is unusual. */
  startedAt: time,
  /** When it was noticed; with the series it names the anomaly. */
  noticedAt: time,
  /** End of what was last seen of it. */
  lastAt: time,
  endedAt: time.nullable(),
  observed: z.number(),
  expected: z.number(),
  low: z.number(),
  high: z.number(),
  /** Observed by expected; null when nothing was expected. */
  times: z.number().nullable(),
  windowMs: z.number(),
  reasons: z.array(storedReasonSchema),
  feedback: z.enum(ANOMALY_FEEDBACK).nullable(),
  eventId: z.string().nullable(),
  userId: z.string().nullable(),
});

/** Something unusual, with the numbers that say why. */
export type Anomaly = z.infer<typeof anomalySchema>;

export const ANOMALIES: CollectionSpec<Anomaly> = {
  name: "anomalies",
  schema: anomalySchema,
  unique: [["seriesKey", "noticedAt"]],
  indexes: [["endedAt"], ["kind", "endedAt"], ["type", "endedAt"], ["kind", "type"], ["noticedAt"]],
};

/** The series of a single record: it has the one anomaly. */
export function recordSeriesKey(eventId: string): string {
  return `record:${eventId}`;
}

/** An anomaly as readers get it. */
export type PublicAnomaly = Anomaly & { id: string };

export function publicAnomaly(anomaly: Stored<Anomaly>): PublicAnomaly {
  const { version: _, createdAt: _created, updatedAt: _updated, ...rest } = anomaly;
  return rest;
}

/** Query of the list of anomalies. */
export const anomalyQuery = z.object({
  kind: z.enum(ANOMALY_KINDS).optional(),
  type: z.string().min(1).max(64).optional(),
  open: z.enum(["true", "false"]).transform((text) => text === "true").optional(),
  from: FILTER_PARAMETERS.from,
  to: FILTER_PARAMETERS.to,
  ...PAGE_PARAMETERS,
});

/** What somebody says of an anomaly; `null` takes it back. */
export const anomalyFeedbackInput = z.strictObject({
  feedback: z.enum(ANOMALY_FEEDBACK).nullable(),
});
