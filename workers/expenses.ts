import type { RecordScoring } from "@/lib/expenses/record_scoring.ts";
import type { Logger } from "@/lib/logging/logger.ts";

/** Events that arrive close together are judged together. */
const GATHER_MS = 200;
/** Looks by itself this often: another process may have given up. */
const IDLE_MS = 5_000;

/** Judges records soon after they are stored, from `start` until `stop`. */
export class ExpenseWorker {
  readonly #scoring: Pick<RecordScoring, "tick" | "release">;
  readonly #logger: Logger;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;
  #isRunning = false;
  #isWoken = false;
  #isSoon = false;
  #running: Promise<void> = Promise.resolve();

  constructor(scoring: Pick<RecordScoring, "tick" | "release">, logger: Logger) {
    this.#scoring = scoring;
    this.#logger = logger;
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#schedule(GATHER_MS);
  }

  /** Says that events were stored. */
  wake(): void {
    this.#isWoken = true;
    if (!this.#isStopped && !this.#isRunning && !this.#isSoon) this.#schedule(GATHER_MS);
  }

  /** Resolves when nothing runs any more and what was learned is saved. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#scoring.release().catch((error) =>
      this.#logger.warn("the scoring of records could not be saved", { error })
    );
  }

  #schedule(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#isSoon = waitMs < IDLE_MS;
    this.#timer = setTimeout(() => this.#running = this.#run(), waitMs);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    this.#isWoken = false;
    let hasMore = false;
    try {
      hasMore = await this.#scoring.tick();
    } catch (error) {
      this.#logger.error("records could not be judged; it is tried again", { error });
    }
    this.#isRunning = false;
    if (!this.#isStopped) this.#schedule(hasMore || this.#isWoken ? GATHER_MS : IDLE_MS);
  }
}
