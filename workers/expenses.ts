import type { RecordScoring } from "@/lib/expenses/record_scoring.ts";
import type { Logger } from "@/lib/logging/logger.ts";
import { TimedWorker } from "./timed_worker.ts";

/** Events that arrive close together are judged together. */
const GATHER_MS = 200;
/** Looks by itself this often: another process may have given up. */
const IDLE_MS = 5_000;

/** Judges records soon after they are stored; wake it then. */
export function expenseWorker(
  scoring: Pick<RecordScoring, "tick" | "release">,
  logger: Logger,
): TimedWorker {
  return new TimedWorker({
    turn: async () => {
      const began = performance.now();
      // Who catches up leaves as much time as he takes to those who send and ask.
      return await scoring.tick() ? Math.min(GATHER_MS, performance.now() - began) : IDLE_MS;
    },
    failure: "records could not be judged; it is tried again",
    retryMs: IDLE_MS,
    gatherMs: GATHER_MS,
    release: () => scoring.release(),
    releaseFailure: "the scoring of records could not be saved",
    logger,
  });
}
