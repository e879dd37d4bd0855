import { z } from "zod";
import { storedReasonSchema } from "../anomalies/reasons/reason.ts";
import { dimensionOf, type Event } from "../events/event.ts";
import { FEEDBACK_VERDICTS, type FeedbackVerdict } from "./expense_feedback.ts";
import { ANOMALY_FIELD } from "./scored_metadata.ts";

const anomalySchema = z.object({
  score: z.number().min(0).max(1),
  flagged: z.boolean(),
  reasons: z.array(storedReasonSchema),
});

/** An expense as lists show it. */
export const expenseRowSchema = z.object({
  id: z.string(),
  timestamp: z.iso.datetime(),
  userId: z.string(),
  amount: z.number().nullable(),
  currency: z.string().nullable(),
  category: z.string().nullable(),
  merchant: z.string().nullable(),
  note: z.string().nullable(),
  /** `null` until it is scored. */
  anomaly: anomalySchema.nullable(),
  feedback: z.enum(FEEDBACK_VERDICTS).nullable(),
});
export type ExpenseRow = z.infer<typeof expenseRowSchema>;

/** An event as an expense, with what was said of its score. */
export function expenseRowOf(event: Event, feedback: FeedbackVerdict | null): ExpenseRow {
  const { id, timestamp, userId, value, currency = null, metadata } = event;
  const anomaly = anomalySchema.safeParse(metadata[ANOMALY_FIELD]);
  return {
    id,
    timestamp,
    userId,
    amount: value,
    currency,
    category: dimensionOf(event, "category"),
    merchant: dimensionOf(event, "merchant"),
    note: typeof metadata.note === "string" ? metadata.note : null,
    anomaly: anomaly.success ? anomaly.data : null,
    feedback,
  };
}
