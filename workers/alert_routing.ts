import type { AlertRouting } from "@/lib/alerts/routing/alert_routing.ts";
import type { Logger } from "@/lib/logging/logger.ts";

/** Groups wait whole seconds; looking costs one indexed query. */
const PAUSE_MS = 1_000;
/** At night in Brazil and Portugal. */
const DAILY = "37 5 * * *";

/** Sends messages about alerts as they become due, until `stop`. */
export function startAlertRouting(
  { routing, logger }: { routing: AlertRouting; logger: Logger },
): { stop(): Promise<void> } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasStopped = false;
  let running = Promise.resolve();
  const run = async () => {
    try {
      await routing.tick();
    } catch (error) {
      logger.error("messages about alerts could not be sent; it is tried again", { error });
    }
    if (!hasStopped) timer = setTimeout(begin, PAUSE_MS);
  };
  const begin = () => {
    running = run();
  };
  begin();
  return {
    async stop() {
      hasStopped = true;
      clearTimeout(timer);
      await running;
      await routing.release().catch((error) =>
        logger.warn("routing of alerts could not sign off", { error })
      );
    },
  };
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
  const tick = async () => await (await routing()).tick();
  const prune = async () => {
    await (await routing()).prune();
  };
  await Promise.all(
    signal === undefined
      ? [Deno.cron("routeAlerts", "* * * * *", tick), Deno.cron("pruneAlertGroups", DAILY, prune)]
      : [
        Deno.cron("routeAlerts", "* * * * *", { signal }, tick),
        Deno.cron("pruneAlertGroups", DAILY, { signal }, prune),
      ],
  );
}
