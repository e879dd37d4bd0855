import type { AlertRouting } from "@/lib/alerts/routing/alert_routing.ts";
import type { Logger } from "@/lib/logging/logger.ts";

/** Groups wait whole seconds; looking costs one indexed query. */
const PAUSE_MS = 1_000;
/** At night in Brazil and Portugal. */
const DAILY = "37 5 * * *";

/** Sends messages about alerts as they become due, from `start` until `stop`. */
export class AlertRoutingWorker {
  readonly #routing: Pick<AlertRouting, "tick" | "release">;
  readonly #logger: Logger;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;
  #running: Promise<void> = Promise.resolve();

  constructor(routing: Pick<AlertRouting, "tick" | "release">, logger: Logger) {
    this.#routing = routing;
    this.#logger = logger;
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#running = this.#run();
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#routing.release().catch((error) =>
      this.#logger.warn("routing of alerts could not sign off", { error })
    );
  }

  async #run(): Promise<void> {
    try {
      await this.#routing.tick();
    } catch (error) {
      this.#logger.error("messages about alerts could not be sent; it is tried again", { error });
    }
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.#running = this.#run(), PAUSE_MS);
  }
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
