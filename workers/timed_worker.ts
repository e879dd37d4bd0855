import type { Logger } from "@/lib/logging/logger.ts";

export interface TimedWorkerOptions {
  /** One turn; resolves with the milliseconds until the next one. A turn that fails is logged. */
  turn(): Promise<number>;
  /** What the log says when a turn fails, and how long the next one waits then, in ms. */
  failure: string;
  retryMs: number;
  /** Before the first turn and after `wake`, in ms: what comes close together is done together. */
  gatherMs?: number;
  /** Signs off after the last turn. What the log says when that fails: `releaseFailure`. */
  release?(): Promise<unknown>;
  releaseFailure?: string;
  logger: Logger;
}

/** Work that is done in turns, one at a time, from `start` until `stop`. */
export class TimedWorker {
  readonly #options: TimedWorkerOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the next turn begins, by `performance.now()`. */
  #dueAt = Infinity;
  #isStopped = true;
  #isRunning = false;
  #isWoken = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: TimedWorkerOptions) {
    this.#options = options;
  }

  /** Begins; nothing when it has begun. */
  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#schedule(this.#gatherMs);
  }

  /** Says that there is something to do now. Costs nothing when a turn is near. */
  wake(): void {
    if (this.#isStopped) return;
    if (this.#isRunning) this.#isWoken = true;
    else if (this.#dueAt > performance.now() + this.#gatherMs) this.#schedule(this.#gatherMs);
  }

  /** Resolves when nothing runs any more and it has signed off. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    const { release, releaseFailure = "a worker could not sign off", logger } = this.#options;
    await release?.().catch((error) => logger.warn(releaseFailure, { error }));
  }

  get #gatherMs(): number {
    return this.#options.gatherMs ?? 0;
  }

  #schedule(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#dueAt = performance.now() + waitMs;
    this.#timer = setTimeout(() => this.#running = this.#run(), waitMs);
  }

  async #run(): Promise<void> {
    const { turn, failure, retryMs, logger } = this.#options;
    this.#isRunning = true;
    this.#isWoken = false;
    let waitMs = retryMs;
    try {
      waitMs = await turn();
    } catch (error) {
      logger.error(failure, { error });
    }
    this.#isRunning = false;
    if (this.#isStopped) return;
    this.#schedule(this.#isWoken ? Math.min(waitMs, this.#gatherMs) : waitMs);
  }
}
