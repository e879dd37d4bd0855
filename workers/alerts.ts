import type { AlertEngine } from "@/lib/alerts/alert_engine.ts";
import type { Logger } from "@/lib/logging/logger.ts";

/** A moment of the grid is evaluated within this time after it is due. */
const PAUSE_MS = 2_000;

/** Evaluates the alert rules, from `start` until `stop`. */
export class AlertWorker {
  readonly #engine: Pick<AlertEngine, "round">;
  readonly #prepare: () => Promise<void>;
  readonly #logger: Logger;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;
  #isPrepared = false;
  #running: Promise<void> = Promise.resolve();

  /** `prepare` succeeds once before the first round. */
  constructor(engine: Pick<AlertEngine, "round">, prepare: () => Promise<void>, logger: Logger) {
    this.#engine = engine;
    this.#prepare = prepare;
    this.#logger = logger;
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#running = this.#run();
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      if (!this.#isPrepared) await this.#prepare();
      this.#isPrepared = true;
      await this.#engine.round();
    } catch (error) {
      this.#logger.error("alert rules could not be evaluated; it is tried again", { error });
    }
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.#running = this.#run(), PAUSE_MS);
  }
}

/**
 * Evaluates the rules each minute, for hosts that let processes sleep. Call it while the main module is
 * evaluated, as `registerCron`. The promise ends with `signal`.
 */
export function registerAlertCron(
  engine: () => Pick<AlertEngine, "round"> | Promise<Pick<AlertEngine, "round">>,
  signal?: AbortSignal,
): Promise<void> {
  const task = async () => await (await engine()).round();
  return signal === undefined
    ? Deno.cron("evaluateAlertRules", "* * * * *", task)
    : Deno.cron("evaluateAlertRules", "* * * * *", { signal }, task);
}
