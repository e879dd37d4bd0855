import type { AlertRouting } from "@/lib/alerts/routing/alert_routing.ts";
import type { Logger } from "@/lib/logging/logger.ts";
import { EVERY_MINUTE, schedule } from "./schedule.ts";
import { TimedWorker } from "./timed_worker.ts";

/** Groups wait whole seconds; looking costs one indexed query. */
const PAUSE_MS = 1_000;
/** At night in Brazil and Portugal. */
const DAILY = "37 5 * * *";

/** Sends messages about alerts as they become due. */
export function alertRoutingWorker(
  routing: Pick<AlertRouting, "tick" | "release">,
  logger: Logger,
): TimedWorker {
  return new TimedWorker({
    turn: async () => {
      await routing.tick();
      return PAUSE_MS;
    },
    failure: "messages about alerts could not be sent; it is tried again",
    retryMs: PAUSE_MS,
    release: () => routing.release(),
    releaseFailure: "routing of alerts could not sign off",
    logger,
  });
}

/**
 * Sends what is due each minute, for hosts that let processes sleep, and clears away once a day. Call
 * it while the main module is evaluated, as `registerCron`. The promise ends with `signal`.
 */
export async function registerAlertRoutingCron(
  routing: () =>
    | Pick<AlertRouting, "tick" | "prune">
    | Promise<Pick<AlertRouting, "tick" | "prune">>,
  signal?: AbortSignal,
): Promise<void> {
  await Promise.all([
    schedule("routeAlerts", EVERY_MINUTE, async () => await (await routing()).tick(), signal),
    schedule("pruneAlertGroups", DAILY, async () => await (await routing()).prune(), signal),
  ]);
}
