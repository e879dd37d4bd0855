import { z } from "zod";
import type { CollectionSpec, Stored } from "../store/collections.ts";
import type { Anomaly, AnomalyFeedback } from "./anomaly.ts";

const noteSchema = z.object({
  seriesKey: z.string(),
  anomalyId: z.string(),
  isNormal: z.boolean(),
  direction: z.enum(["high", "low"]),
  /** When the anomaly was there; of one that goes on, until now. Epoch milliseconds. */
  from: z.int(),
  to: z.int(),
  score: z.number(),
  saidAt: z.int(),
});

/** What somebody said of an anomaly, for the detection to learn from. */
export type FeedbackNote = z.infer<typeof noteSchema>;

/** Notes wait here until the state that has learned them is saved, in the same transaction. */
export const FEEDBACK_NOTES: CollectionSpec<FeedbackNote> = {
  name: "detection_feedback",
  schema: noteSchema,
};

/** The note on an anomaly of a series; `null` for single records, which learn in their own way. */
export function noteOf(
  anomaly: Stored<Anomaly>,
  feedback: AnomalyFeedback | null,
  now: number,
): FeedbackNote | null {
  const { id, kind, seriesKey, direction, startedAt, endedAt, score } = anomaly;
  if (kind === "record") return null;
  return {
    seriesKey,
    anomalyId: id,
    isNormal: feedback === "normal",
    direction,
    from: Date.parse(startedAt),
    to: endedAt === null ? now : Date.parse(endedAt),
    score,
    saidAt: now,
  };
}
