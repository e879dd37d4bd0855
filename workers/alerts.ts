import type { AlertEngine } from "@/lib/alerts/alert_engine.ts";
import type { Logger } from "@/lib/logging/logger.ts";
import { EVERY_MINUTE, schedule } from "./schedule.ts";
import { TimedWorker } from "./timed_worker.ts";

/** A moment of the grid is evaluated within this time after it is due. */
const PAUSE_MS = 2_000;

/** Evaluates the alert rules. `prepare` succeeds once before the first round. */
export function alertWorker(
  engine: Pick<AlertEngine, "round" | "release">,
  prepare: () => Promise<void>,
  logger: Logger,
): TimedWorker {
  let isPrepared = false;
  return new TimedWorker({
    turn: async () => {
      if (!isPrepared) await prepare();
      isPrepared = true;
      await engine.round();
      return PAUSE_MS;
    },
    failure: "alert rules could not be evaluated; it is tried again",
    retryMs: PAUSE_MS,
    release: () => engine.release(),
    releaseFailure: "the evaluation of alert rules could not sign off",
    logger,
  });
}

/**
 * Evaluates the rules each minute, for hosts that let processes sleep. Call it while the main module is
 * evaluated, as `registerCron`. The promise ends with `signal`.
 */
export function registerAlertCron(
  engine: () => Pick<AlertEngine, "round"> | Promise<Pick<AlertEngine, "round">>,
  signal?: AbortSignal,
): Promise<void> {
  return schedule(
    "evaluateAlertRules",
    EVERY_MINUTE,
    async () => await (await engine()).round(),
    signal,
  );
}
