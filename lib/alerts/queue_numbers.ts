import type { QueueStats } from "../queue/job.ts";
import type { InternalNumbers } from "./rule_inputs.ts";

/** The queue's numbers by the names that rules have for them. */
export function queueNumbers(stats: QueueStats): InternalNumbers {
  return {
    "queue.pending": stats.pending,
    "queue.oldestPendingMs": stats.oldestPendingMs,
    "queue.deadLetters": stats.deadLetters,
  };
}
