import type { AnomalyService } from "@/lib/anomalies/anomaly_service.ts";
import type { SeriesDetection } from "@/lib/anomalies/detection/series_detection.ts";
import type { Logger } from "@/lib/logging/logger.ts";
import { EVERY_MINUTE, schedule } from "./schedule.ts";
import { TimedWorker } from "./timed_worker.ts";

/** A bucket is judged within this time after it is over. */
const PAUSE_MS = 15_000;
/** Between two parts of the stored history; others work meanwhile. */
const BREATH_MS = 100;

/** At night in Brazil and Portugal. */
const DAILY = "7 6 * * *";

/** Judges the series as their buckets end. */
export function anomalyWorker(
  detection: Pick<SeriesDetection, "tick" | "release">,
  logger: Logger,
): TimedWorker {
  return new TimedWorker({
    turn: async () => await detection.tick() ? BREATH_MS : PAUSE_MS,
    failure: "series could not be judged; it is tried again",
    retryMs: PAUSE_MS,
    release: () => detection.release(),
    releaseFailure: "the detection of anomalies could not sign off",
    logger,
  });
}

/**
 * Judges series each minute, for hosts that let processes sleep. Call it while the main module is
 * evaluated, as `registerCron`. The promise ends with `signal`.
 */
export function registerAnomalyCron(
  detection: () => Pick<SeriesDetection, "tick"> | Promise<Pick<SeriesDetection, "tick">>,
  signal?: AbortSignal,
): Promise<void> {
  return schedule(
    "detectAnomalies",
    EVERY_MINUTE,
    async () => await (await detection()).tick(),
    signal,
  );
}

/**
 * Deletes old anomalies once a day. Call it while the main module is evaluated, as `registerCron`.
 * The promise ends with `signal`; nobody needs to wait for it.
 */
export function registerAnomalyPruning(
  anomalies: () => Pick<AnomalyService, "prune">,
  signal?: AbortSignal,
): Promise<void> {
  return schedule("pruneAnomalies", DAILY, () => anomalies().prune(Date.now()), signal);
}
