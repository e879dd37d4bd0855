import { z } from "zod";
import type { DeadLetter, QueueStats } from "../queue/job.ts";
import { answerComponent, listComponent } from "./operation.ts";

export const queueStatsSchema = z.object({
  pending: z.number().int().min(0).describe("Waiting, those with a later start included."),
  processing: z.number().int().min(0),
  deadLetters: z.number().int().min(0),
  oldestPendingMs: z.number().min(0).describe(
    "How long the job that is due longest has been waiting; 0 when none is due.",
  ),
}) satisfies z.ZodType<QueueStats>;

export const queueStatsComponent = answerComponent("QueueStats", queueStatsSchema, {
  description: "Numbers of the queue.",
});

export const deadLetterSchema = z.object({
  id: z.string(),
  kind: z.string().describe("Name of the kind of job."),
  payload: z.unknown().describe("What the job was about; `null` when it is larger than 16 KiB."),
  payloadBytes: z.number().int(),
  attempts: z.number().int().describe("Times that it failed."),
  crashes: z.number().int().describe("Times that the process ended while it ran."),
  lastError: z.string().nullable(),
  history: z.array(z.object({
    at: z.iso.datetime(),
    what: z.enum(["failed", "crashed", "replayed"]),
    error: z.string().nullable(),
  })).describe("Oldest first, at most the last 20 entries."),
  createdAt: z.iso.datetime(),
  diedAt: z.iso.datetime(),
}) satisfies z.ZodType<DeadLetter>;

const deadLetterComponent = answerComponent("DeadLetter", deadLetterSchema, {
  description: "A job that was given up.",
});

export const deadLetterListComponent = listComponent(
  "DeadLetterList",
  deadLetterComponent,
  "A page of dead letters, newest first.",
);

export const replayedComponent = answerComponent(
  "Replayed",
  z.object({ replayed: z.number().int().min(0).describe("Jobs that wait for a worker again.") }),
  { description: "How many dead letters went back to the queue." },
);
