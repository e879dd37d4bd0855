import type { Logger } from "../logging/logger.ts";
import { type Backoff, retryDelay } from "./backoff.ts";
import type { QueueClock } from "./clock.ts";
import { within } from "./deadline.ts";
import { describeError, isPermanent, isPostponed } from "./errors.ts";
import type { Job, JobRow, StoredJob } from "./job.ts";
import { type KvJobs, withHistory } from "./kv_jobs.ts";
import type { WakeUp } from "./wake_up.ts";

/** How long a handler whose time is over may take to notice its signal. */
const ABORT_GRACE_MS = 10_000;
const MAX_STORE_PAUSE_MS = 5_000;
const CONTENTION_PAUSE_MS = 20;
/** Most jobs that are taken in one step. */
const MAX_CLAIMS = 90;

export type JobHandler = (payload: unknown, job: Job) => Promise<void> | void;
export type JobOutcome = "succeeded" | "retried" | "postponed" | "dead" | "lost";

const LEVELS = {
  succeeded: "debug",
  postponed: "debug",
  retried: "warn",
  lost: "warn",
  dead: "error",
} as const;

export interface HandlerLimits {
  /** Jobs of the kind that run at once in this process. */
  concurrency: number;
  /** Failures after which a job becomes a dead letter. */
  maxAttempts: number;
  backoff: Backoff;
  /** After this time the job's signal aborts and the attempt has failed. */
  timeoutMs: number;
}

interface Worker {
  kind: string;
  limits: HandlerLimits;
  handler: JobHandler;
  filling: Promise<void> | null;
  again: boolean;
}

interface Run {
  job: StoredJob;
  worker: Worker;
  abort: AbortController;
  ended: Promise<void>;
}

export interface RunnerOptions {
  jobs: KvJobs;
  clock: QueueClock;
  logger: Logger;
  wake: WakeUp;
  /** Called after each change of a job's state. */
  onChange(): void;
  /** Called after each run. */
  onRun(kind: string, outcome: JobOutcome, seconds: number): void;
}

/** Starts jobs that are due, in order, as many at once as their handlers allow. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #workers = new Map<string, Worker>();
  readonly #runs = new Map<string, Run>();
  #owner: string | null = null;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Declares who does jobs of a kind. @throws Error when the kind has a handler. */
  handle(kind: string, limits: HandlerLimits, handler: JobHandler): void {
    if (this.#workers.has(kind)) {
      throw new Error(`Cannot handle ${kind} twice: its handler is set already`);
    }
    this.#workers.set(kind, { kind, limits, handler, filling: null, again: false });
    this.fill(kind);
  }

  /** Jobs that run now. */
  get running(): number {
    return this.#runs.size;
  }

  start(owner: string): void {
    this.#owner = owner;
    this.fillAll();
  }

  fillAll(): void {
    for (const kind of this.#workers.keys()) this.fill(kind);
  }

  /** Starts what is due of a kind, if it has a handler here and the runner is started. */
  fill(kind: string): void {
    const worker = this.#workers.get(kind);
    if (worker === undefined || this.#owner === null) return;
    worker.again = true;
    worker.filling ??= this.#fillWorker(worker).finally(() => {
      worker.filling = null;
      // Asked for again after the last look.
      if (worker.again) this.fill(kind);
    });
  }

  /** Resolves when no step that looks for jobs is under way. */
  async filled(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.filling));
  }

  /**
   * Takes no more jobs, waits for those that run, and after `deadlineMs` gives their leases back,
   * so that the next process starts them at once.
   */
  async stop(deadlineMs: number): Promise<void> {
    this.#owner = null;
    await this.filled();
    const ended = Promise.all([...this.#runs.values()].map((run) => run.ended));
    if (await within(ended, deadlineMs)) return;
    const left = [...this.#runs.values()];
    this.#options.logger.warn("jobs stopped before their end; they start again", {
      count: left.length,
    });
    this.#runs.clear();
    for (const run of left) run.abort.abort(new Error("The process stops"));
    // What cannot be released is recovered like after a crash.
    await Promise.allSettled(left.map((run) => this.#options.jobs.release(run.job)));
  }

  async #fillWorker(worker: Worker): Promise<void> {
    const { jobs, clock, wake, logger } = this.#options;
    try {
      while (worker.again && this.#owner !== null) {
        worker.again = false;
        const free = worker.limits.concurrency - this.#runningOf(worker);
        if (free <= 0) break;
        const ids = await jobs.due(worker.kind, clock.now(), Math.min(free, MAX_CLAIMS));
        if (ids.length > 0) {
          const claimed = await this.#claim(worker, ids);
          // None: another process was faster, and may be for a while.
          if (claimed > 0) worker.again = true;
          else wake.at(clock.now() + CONTENTION_PAUSE_MS);
        } else {
          const next = await jobs.firstDue(worker.kind);
          if (next !== null) wake.at(next);
        }
      }
    } catch (error) {
      worker.again = false;
      logger.error("jobs cannot be taken; the next sweep tries again", {
        kind: worker.kind,
        error,
      });
    }
  }

  #runningOf(worker: Worker): number {
    let count = 0;
    for (const run of this.#runs.values()) if (run.worker === worker) count++;
    return count;
  }

  async #claim(worker: Worker, ids: string[]): Promise<number> {
    const { jobs, clock, onChange } = this.#options;
    const owner = this.#owner;
    if (owner === null) return 0;
    const found = await jobs.getMany(ids);
    const claimed = await Promise.all(
      found.map((job) => job?.row.state === "pending" ? jobs.claim(job, owner, clock.now()) : null),
    );
    const mine = claimed.filter((job) => job !== null);
    for (const job of mine) this.#begin(worker, job);
    onChange();
    return mine.length;
  }

  #begin(worker: Worker, job: StoredJob): void {
    const run: Run = { job, worker, abort: new AbortController(), ended: Promise.resolve() };
    this.#runs.set(job.row.id, run);
    run.ended = this.#execute(run).finally(() => {
      this.#runs.delete(job.row.id);
      this.#options.onChange();
      this.fill(worker.kind);
    });
  }

  async #execute(run: Run): Promise<void> {
    const { clock, logger, onRun } = this.#options;
    const { row } = run.job;
    const start = clock.now();
    let failure: { error: unknown } | null = null;
    try {
      await this.#call(run);
    } catch (error) {
      failure = { error };
    }
    const outcome = await this.#settle(run, failure);
    onRun(row.kind, outcome, (clock.now() - start) / 1000);
    if (failure === null && outcome === "succeeded") return;
    const level = LEVELS[outcome];
    logger[level](`job ${outcome}`, { kind: row.kind, job: row.id, error: failure?.error });
  }

  async #call(run: Run): Promise<void> {
    const { row } = run.job;
    const { limits, handler } = run.worker;
    const { signal } = run.abort;
    const payload = await this.#options.jobs.payload(row);
    const timer = setTimeout(
      () => run.abort.abort(new Error(`The handler took longer than ${limits.timeoutMs} ms`)),
      limits.timeoutMs,
    );
    try {
      const work = Promise.resolve(handler(payload, {
        id: row.id,
        kind: row.kind,
        attempt: row.attempts + 1,
        maxAttempts: row.maxAttempts ?? limits.maxAttempts,
        crashes: row.crashes,
        createdAt: new Date(row.createdAt).toISOString(),
        lastError: row.lastError,
        signal,
      }));
      await endOrAbort(work, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Writes down how a run ended, however long the database is away: nobody else may do it. */
  async #settle(run: Run, failure: { error: unknown } | null): Promise<JobOutcome> {
    for (let pause = 50;; pause = Math.min(pause * 2, MAX_STORE_PAUSE_MS)) {
      // Released by a stop that could not wait; it is no longer ours.
      if (this.#runs.get(run.job.row.id) !== run) return "lost";
      try {
        if (failure !== null) return await this.#fail(run, failure.error);
        return await this.#options.jobs.complete(run.job) ? "succeeded" : "lost";
      } catch (error) {
        this.#options.logger.error("the end of a job cannot be written; trying again", { error });
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async #fail({ job, worker }: Run, error: unknown): Promise<JobOutcome> {
    const { jobs, clock, wake } = this.#options;
    const { row } = job;
    if (isPostponed(error)) {
      const nextAt = clock.now() + retryDelay(error, row.attempts, worker.limits.backoff);
      if (await jobs.retry(job, { nextAt }) === null) return "lost";
      wake.at(nextAt);
      return "postponed";
    }
    const attempts = row.attempts + 1;
    const lastError = describeError(error);
    const history = withHistory(row, {
      at: new Date(clock.wall()).toISOString(),
      what: "failed",
      error: lastError,
    });
    const changes: Partial<JobRow> = { attempts, lastError, history };
    if (isPermanent(error) || attempts >= (row.maxAttempts ?? worker.limits.maxAttempts)) {
      const dead = await jobs.bury(job, { ...changes, diedAt: clock.wall() });
      return dead === null ? "lost" : "dead";
    }
    const nextAt = clock.now() + retryDelay(error, attempts, worker.limits.backoff);
    if (await jobs.retry(job, { ...changes, nextAt }) === null) return "lost";
    wake.at(nextAt);
    return "retried";
  }
}

/** The work's end; after an abort its reason, unless the work still ends well in the time of grace. */
async function endOrAbort(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<false>();
  const onAbort = () => aborted.resolve(false);
  signal.addEventListener("abort", onAbort, { once: true });
  const done = work.then(() => true);
  try {
    if (await Promise.race([done, aborted.promise])) return;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
  const endedWell = done.catch(() => Promise.reject(signal.reason));
  if (!await within(endedWell, ABORT_GRACE_MS)) throw signal.reason;
}
