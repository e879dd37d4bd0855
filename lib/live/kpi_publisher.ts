import type { Logger } from "../logging/logger.ts";
import type { RangedFilter, Summary } from "../store/events.ts";
import type { LiveHub } from "./hub.ts";

export interface KpiPublisherOptions {
  hub: LiveHub;
  summary(filter: RangedFilter): Promise<Summary>;
  logger: Logger;
  now?: () => number;
}

/** With events arriving, the figures are read this often. */
const BUSY_MS = 1_000;
/** Without any, the sliding window alone changes them. */
const IDLE_MS = 30_000;
const WINDOW_MS = 24 * 60 * 60 * 1000;

/** Publishes the last 24 hours' summary while somebody looks: soon after events, seldom else. */
export class KpiPublisher {
  readonly #options: KpiPublisherOptions;
  readonly #now: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastRead = 0;
  #reading: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: KpiPublisherOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#schedule(IDLE_MS);
  }

  /** Says that events were stored. */
  touch(): void {
    const wait = this.#lastRead + BUSY_MS - performance.now();
    this.#schedule(Math.max(0, wait));
  }

  /** Ends the timers; resolves when a running read is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#reading;
  }

  #soonest = Infinity;

  #schedule(waitMs: number): void {
    const at = performance.now() + waitMs;
    if (this.#stopped || at >= this.#soonest) return;
    clearTimeout(this.#timer);
    this.#soonest = at;
    this.#timer = setTimeout(() => {
      this.#soonest = Infinity;
      this.#reading = this.#publish();
    }, waitMs);
  }

  async #publish(): Promise<void> {
    const { hub, summary, logger } = this.#options;
    this.#lastRead = performance.now();
    try {
      if (hub.hasReaders("kpis")) {
        const to = this.#now();
        hub.publish("kpis", await summary({ from: to - WINDOW_MS, to }));
      }
    } catch (error) {
      logger.warn("the live figures could not be read", { error });
    } finally {
      this.#schedule(IDLE_MS);
    }
  }
}
