import type { CountDetection } from "@/lib/anomalies/detection/count_detection.ts";
import type { Logger } from "@/lib/logging/logger.ts";

/** A bucket is judged within this time after it is over. */
const PAUSE_MS = 15_000;
/** Between two parts of the stored history; others work meanwhile. */
const BREATH_MS = 100;

/** Judges the series of counts as their buckets end, from `start` until `stop`. */
export class AnomalyWorker {
  readonly #detection: Pick<CountDetection, "tick" | "release">;
  readonly #logger: Logger;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;
  #running: Promise<void> = Promise.resolve();

  constructor(detection: Pick<CountDetection, "tick" | "release">, logger: Logger) {
    this.#detection = detection;
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
    await this.#detection.release().catch((error) =>
      this.#logger.warn("the detection of anomalies could not sign off", { error })
    );
  }

  async #run(): Promise<void> {
    let hasMore = false;
    try {
      hasMore = await this.#detection.tick();
    } catch (error) {
      this.#logger.error("counts could not be judged; it is tried again", { error });
    }
    if (this.#isStopped) return;
    this.#timer = setTimeout(
      () => this.#running = this.#run(),
      hasMore ? BREATH_MS : PAUSE_MS,
    );
  }
}

/**
 * Judges counts each minute, for hosts that let processes sleep. Call it while the main module is
 * evaluated, as `registerCron`. The promise ends with `signal`.
 */
export function registerAnomalyCron(
  detection: () => Pick<CountDetection, "tick"> | Promise<Pick<CountDetection, "tick">>,
  signal?: AbortSignal,
): Promise<void> {
  const task = async () => {
    await (await detection()).tick();
  };
  return signal === undefined
    ? Deno.cron("detectAnomalies", "* * * * *", task)
    : Deno.cron("detectAnomalies", "* * * * *", { signal }, task);
}
