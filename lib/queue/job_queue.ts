import type { Registry } from "prom-client";
import type { Logger } from "../logging/logger.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import { type Backoff, DEFAULT_BACKOFF } from "./backoff.ts";
import { ChangeSignal } from "./change_signal.ts";
import { type Clock, QueueClock, systemClock } from "./clock.ts";
import { DeadLetters } from "./dead_letters.ts";
import type { DeadLetter, EnqueueOptions, NewJob, QueueStats } from "./job.ts";
import { keys } from "./keys.ts";
import { KvFile } from "./kv_file.ts";
import { KvJobs } from "./kv_jobs.ts";
import { NewJobs } from "./new_jobs.ts";
import { Owner } from "./owner.ts";
import { QueueMetrics } from "./queue_metrics.ts";
import { Recovery } from "./recovery.ts";
import { type JobHandler, Runner } from "./runner.ts";
import { WakeUp } from "./wake_up.ts";

const SWEEP_MS = 5_000;
const CHANGE_INTERVAL_MS = 250;
const IDLE_POLL_MS = 500;

export interface JobQueueOptions {
  /** File of the Deno KV database; `undefined` is the host's own one (Deno Deploy). */
  path?: string | undefined;
  logger: Logger;
  /** Where metrics go, if anywhere. */
  registry?: Registry | undefined;
  clock?: Clock | undefined;
  /**
   * How long a process that runs jobs may be silent before its jobs are taken from it. On a local
   * file, the system itself tells at once when that process is gone. Default 30 s.
   */
  leaseMs?: number | undefined;
  /** Whether processes show by locks on files beside the database that they live. Default: for a local file. */
  processLocks?: boolean | undefined;
  /** Whether Deno KV's own queue may wake the runner too. Default true. */
  nativeQueue?: boolean | undefined;
  /** Deaths of the process in the middle of a job that make it a dead letter. Default 25. */
  maxCrashes?: number | undefined;
}

export interface HandleOptions {
  /** Jobs of this kind that run at once in this process. Default 4. */
  concurrency?: number | undefined;
  /** Failures after which a job becomes a dead letter. Default 8. */
  maxAttempts?: number | undefined;
  backoff?: Partial<Backoff> | undefined;
  /** After this time `job.signal` aborts and the attempt has failed. Default 10 minutes. */
  timeoutMs?: number | undefined;
}

/**
 * Durable jobs on Deno KV. A job's row is the truth: what `enqueue` resolved for is run until its
 * handler succeeds or it is a dead letter, through any number of crashes. Handlers run at least
 * once; a crash may repeat one, so their effects carry ids that make repeating harmless.
 * Methods that touch the database throw StoreUnavailableError when it is away, full or closed.
 */
export class JobQueue {
  /** The database, for what shares the file. */
  readonly kv: KvFile;
  readonly #options: JobQueueOptions;
  readonly #clock: QueueClock;
  readonly #jobs: KvJobs;
  readonly #newJobs: NewJobs;
  readonly #deadLetters: DeadLetters;
  readonly #changes: ChangeSignal<QueueStats>;
  readonly #wake: WakeUp;
  readonly #runner: Runner;
  readonly #recovery: Recovery;
  readonly #locks: boolean;
  #owner: Owner | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sweeping: Promise<void> | null = null;

  private constructor(kv: KvFile, clock: QueueClock, options: JobQueueOptions) {
    const { path, logger, registry, leaseMs = 30_000, maxCrashes = 25 } = options;
    this.kv = kv;
    this.#options = options;
    this.#clock = clock;
    this.#locks = options.processLocks ?? (path !== undefined && !/^https?:/.test(path));
    this.#jobs = new KvJobs(kv);
    this.#newJobs = new NewJobs(this.#jobs, clock);
    this.#deadLetters = new DeadLetters(this.#jobs, clock);
    this.#changes = new ChangeSignal(() => this.stats(), CHANGE_INTERVAL_MS);
    const metrics = registry && new QueueMetrics(registry, () => this.stats());
    this.#wake = new WakeUp({
      kv,
      clock,
      logger,
      native: options.nativeQueue ?? true,
      onWake: () => this.#runner.fillAll(),
    });
    this.#runner = new Runner({
      jobs: this.#jobs,
      clock,
      logger,
      wake: this.#wake,
      onChange: () => this.#changes.touch(),
      onRun: (kind, outcome, seconds) => metrics?.observe(kind, outcome, seconds),
    });
    this.#recovery = new Recovery({
      jobs: this.#jobs,
      clock,
      logger,
      leaseMs,
      locks: this.#locks,
      maxCrashes,
    });
  }

  /** Opens the database. Nothing runs before `start`. @throws StoreUnavailableError */
  static async open(options: JobQueueOptions): Promise<JobQueue> {
    const kv = await KvFile.open(options.path);
    const floor = (await kv.get<Deno.KvU64>(keys.clock)).value?.value ?? 0n;
    const clock = new QueueClock(options.clock ?? systemClock, Number(floor));
    return new JobQueue(kv, clock, options);
  }

  /**
   * Adds a job, durable when it resolves. The id is that of the job which does the work: with
   * `dedupeKey` it may be an earlier one, with `id` the job may even be done.
   * @throws RangeError an option that cannot be.
   * @throws PayloadTooLargeError the payload's JSON is larger than 640 KiB.
   */
  async enqueue(kind: string, payload: unknown, options: EnqueueOptions = {}): Promise<string> {
    const [id] = await this.enqueueMany([{ ...options, kind, payload }]);
    return id!;
  }

  /**
   * Adds jobs in this order, in one atomic write as far as Deno KV's limits allow (some hundred
   * small jobs), else in as few as possible. Throws as `enqueue` does, before anything is written
   * where a job is wrong.
   */
  async enqueueMany(jobs: readonly NewJob[]): Promise<string[]> {
    const ids = await this.#newJobs.add(jobs);
    const now = this.#clock.now();
    for (const { kind, delayMs = 0 } of jobs) {
      if (delayMs === 0) this.#runner.fill(kind);
      this.#wake.at(now + delayMs);
    }
    this.#changes.touch();
    return ids;
  }

  /** Adds a job that cannot be done as a dead letter, for people to see; not twice by its `id`. */
  async addDeadLetter(job: NewJob, error: unknown): Promise<string> {
    const id = await this.#newJobs.addDead(job, error);
    this.#changes.touch();
    return id;
  }

  /**
   * Sets who does jobs of a kind, in this process. The handler's errors decide what follows: one
   * with `permanent: true` makes the job a dead letter, one with `retryAfterMs` waits that long, which
   * with `postpones: true` is no failure, any other backs off.
   */
  handle(kind: string, options: HandleOptions, handler: JobHandler): void {
    const { concurrency = 4, maxAttempts = 8, timeoutMs = 10 * 60 * 1000 } = options;
    const backoff = { ...DEFAULT_BACKOFF, ...options.backoff };
    this.#runner.handle(kind, { concurrency, maxAttempts, backoff, timeoutMs }, handler);
  }

  /** Takes back what a dead process left behind, then starts what is due, from now until `stop`. */
  async start(): Promise<void> {
    if (this.#owner !== null) throw new Error("Cannot start the job queue twice");
    this.#owner = await Owner.register(this.kv, this.#clock, this.#locks);
    await this.#recovery.look(this.#owner.id);
    this.#wake.listen();
    this.#runner.start(this.#owner.id);
    const pause = Math.min(SWEEP_MS, (this.#options.leaseMs ?? SWEEP_MS) / 3);
    this.#timer = setInterval(() => this.sweep(), pause);
  }

  /**
   * Gives a sign of life, takes jobs back from processes that are gone, and starts what is due.
   * Runs by itself every few seconds; the cron job calls it for hosts that put processes to sleep.
   */
  async sweep(): Promise<void> {
    this.#sweeping ??= this.#sweepOnce().finally(() => this.#sweeping = null);
    await this.#sweeping;
  }

  /** Waits until no job runs or is due, at most so long; whether that is so. */
  async whenIdle(deadlineMs: number): Promise<boolean> {
    const end = this.#clock.now() + deadlineMs;
    while (true) {
      const { processing, oldestPendingMs } = await this.stats();
      if (processing === 0 && oldestPendingMs === 0) return true;
      if (this.#clock.now() >= end) return false;
      await new Promise((resolve) => setTimeout(resolve, Math.min(IDLE_POLL_MS, deadlineMs)));
    }
  }

  /**
   * Starts no more jobs and waits for those that run; what still runs after `deadlineMs` is given
   * back and starts anew in the next process, without counting as a failure or a crash.
   */
  async stop(deadlineMs = 10_000): Promise<void> {
    clearInterval(this.#timer);
    this.#wake.stop();
    await this.#sweeping;
    await this.#runner.stop(deadlineMs);
    const owner = this.#owner;
    this.#owner = null;
    // A row that stays is cleared away by the next process.
    await owner?.unregister().catch((error) =>
      this.#options.logger.warn("the job queue could not sign off", { error })
    );
  }

  /** Closes the database; after `stop`. */
  close(): void {
    this.#changes.stop();
    this.#wake.stop();
    this.kv.close();
  }

  async stats(): Promise<QueueStats> {
    const [counts, kinds] = await Promise.all([this.#jobs.counts(), this.#jobs.kinds()]);
    const firsts = await Promise.all(kinds.map((kind) => this.#jobs.firstDue(kind)));
    const first = Math.min(...firsts.map((due) => due ?? Infinity));
    return {
      pending: counts.pending,
      processing: counts.processing,
      deadLetters: counts.dead,
      oldestPendingMs: Math.max(0, Math.floor(this.#clock.now() - first)),
    };
  }

  /** Newest first. @throws UnknownCursorError */
  listDeadLetters(page: PageRequest): Promise<Page<DeadLetter>> {
    return this.#deadLetters.list(page);
  }

  /** Starts a dead letter anew; `false` when there is none with this id. */
  async replay(id: string): Promise<boolean> {
    const replayed = await this.#deadLetters.replay(id);
    this.#afterReplay();
    return replayed;
  }

  /** Starts all dead letters anew, oldest first; how many. */
  async replayAll(): Promise<number> {
    const replayed = await this.#deadLetters.replayAll();
    this.#afterReplay();
    return replayed;
  }

  /** Removes a dead letter for good; `false` when there is none with this id. */
  async discard(id: string): Promise<boolean> {
    const discarded = await this.#deadLetters.discard(id);
    this.#changes.touch();
    return discarded;
  }

  /** Calls `listener` soon after changes, at most four times a second; returns how to end that. */
  onChange(listener: (stats: QueueStats) => void): () => void {
    return this.#changes.subscribe(listener);
  }

  #afterReplay(): void {
    this.#runner.fillAll();
    this.#wake.at(this.#clock.now());
    this.#changes.touch();
  }

  async #sweepOnce(): Promise<void> {
    if (this.#owner === null) return;
    try {
      await this.#owner.beat();
      await this.#recovery.look(this.#owner.id);
      this.#runner.fillAll();
    } catch (error) {
      this.#options.logger.error("the sweep of jobs failed; the next one tries again", { error });
    }
  }
}
