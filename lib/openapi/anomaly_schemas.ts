import { z } from "zod";
import {
  ANOMALY_FEEDBACK,
  ANOMALY_KINDS,
  anomalyFeedbackInput,
  type PublicAnomaly,
} from "../anomalies/anomaly.ts";
import type { DetectionOverview } from "../anomalies/detection/series_detection.ts";
import { seriesSchema as watchedSchema } from "../anomalies/detection/series.ts";
import { storedReasonSchema } from "../anomalies/reasons/reason.ts";
import { answerComponent, listComponent, requestComponent } from "./operation.ts";

const anomalySchema = z.object({
  id: z.string(),
  seriesKey: z.string().describe("The series, or the record, that is unusual."),
  kind: z.enum(ANOMALY_KINDS),
  type: z.string().describe("Type of the events."),
  dimension: z.string().nullable().describe("Such as `region`; `null` for the whole."),
  dimensionValue: z.string().nullable(),
  metric: z.string(),
  direction: z.enum(["high", "low"]),
  score: z.number().describe("How unusual: standard deviations of counts, else 0 to 1."),
  startedAt: z.iso.datetime(),
  noticedAt: z.iso.datetime(),
  lastAt: z.iso.datetime().describe("End of what was last seen of it."),
  endedAt: z.iso.datetime().nullable().describe("`null` while it goes on."),
  observed: z.number(),
  expected: z.number(),
  low: z.number().describe("Lower end of what is usual."),
  high: z.number().describe("Upper end of what is usual."),
  times: z.number().nullable().describe("Observed by expected."),
  windowMs: z.number().describe("Length of the period that `observed` counts."),
  reasons: z.array(storedReasonSchema).describe(
    "Each in English, and by its kind and facts; the shares sum to 100.",
  ),
  feedback: z.enum(ANOMALY_FEEDBACK).nullable(),
  eventId: z.string().nullable(),
  userId: z.string().nullable(),
}) satisfies z.ZodType<PublicAnomaly>;

export const anomalyComponent = answerComponent("Anomaly", anomalySchema, {
  description: "Something unusual, with the numbers that say why.",
});

export const anomalyListComponent = listComponent(
  "AnomalyList",
  anomalyComponent,
  "A page of anomalies, newest first.",
);

export const anomalyFeedbackComponent = requestComponent("AnomalyFeedback", anomalyFeedbackInput, {
  description: "What somebody says of an anomaly.",
  fields: { feedback: { description: "`null` takes back what was said." } },
});

const seriesSchema = watchedSchema.extend({
  seriesKey: z.string(),
  dimension: watchedSchema.shape.dimension.describe("`null` for the whole."),
  learning: z.boolean().describe("While it learns, nothing of it is an anomaly."),
  readyAt: z.iso.datetime().nullable().describe("From when on it is judged, when that is known."),
  activeAt: z.iso.datetime().describe("Begin of the last bucket that had events."),
  expected: z.number().describe(
    "Events, share of the events (0 to 1), or sum or mean of values expected in the next bucket.",
  ),
  low: z.number(),
  high: z.number(),
  anomalyId: z.string().nullable().describe("The anomaly that goes on."),
});

export const watchedSeriesComponent = answerComponent(
  "WatchedSeries",
  z.object({
    bucketMs: z.number().int(),
    until: z.iso.datetime().nullable().describe("End of the last bucket that was judged."),
    series: z.array(seriesSchema).describe("At most 200."),
  }) satisfies z.ZodType<DetectionOverview>,
  { description: "The series that are watched, and what is usual of their next bucket." },
);
