import type { Logger } from "../logging/logger.ts";
import type { QueueClock } from "./clock.ts";
import type { StoredJob } from "./job.ts";
import { keys } from "./keys.ts";
import { type KvJobs, withHistory } from "./kv_jobs.ts";
import { lockPath, lockState, type OwnerRow, removeIfThere } from "./owner.ts";

/** Most owners and running jobs that one look covers; the next look takes the rest. */
const LOOK_LIMIT = 1_000;

export interface RecoveryOptions {
  jobs: KvJobs;
  clock: QueueClock;
  logger: Logger;
  /** Without locks: how long an owner may be silent. */
  leaseMs: number;
  /** Whether owners hold lock files beside the database. */
  locks: boolean;
  /** Crashes after which a job becomes a dead letter. */
  maxCrashes: number;
}

/** Takes jobs back from processes that are gone. */
export class Recovery {
  readonly #options: RecoveryOptions;
  /** Last beat seen of each foreign owner, and when it was first seen, in queue time. */
  readonly #seen = new Map<string, { versionstamp: string | null; since: number }>();

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /**
   * Looks at every owner but `self`: where its lock shows that it is gone, at once; where locks say
   * nothing, when its beat did not change for a whole lease *while this process watched*. No two
   * clocks are compared, so that setting a clock steals no lease.
   * Returns how many other owners it still waits for.
   * @throws StoreUnavailableError
   */
  async look(self: string): Promise<number> {
    const owners = await this.#foreignOwners(self);
    for (const known of this.#seen.keys()) if (!owners.has(known)) this.#seen.delete(known);
    let alive = 0;
    for (const [owner, versionstamp] of owners) {
      if (await this.#isGone(owner, versionstamp)) await this.#recover(owner);
      else alive++;
    }
    return alive;
  }

  /** Owners that are registered, or that running jobs name, with the version of their last beat. */
  async #foreignOwners(self: string): Promise<Map<string, string | null>> {
    const { kv } = this.#options.jobs;
    const [running, rows] = await Promise.all([
      kv.list({ prefix: keys.allRunning }, { limit: LOOK_LIMIT }),
      kv.list<OwnerRow>({ prefix: keys.allOwners }, { limit: LOOK_LIMIT }),
    ]);
    const owners = new Map<string, string | null>();
    for (const { key } of running) owners.set(key[2] as string, null);
    for (const { key, versionstamp } of rows) owners.set(key[2] as string, versionstamp);
    owners.delete(self);
    return owners;
  }

  async #isGone(owner: string, versionstamp: string | null): Promise<boolean> {
    const { jobs, clock, leaseMs, locks } = this.#options;
    if (locks) {
      const state = await lockState(jobs.kv.path!, owner);
      if (state !== "unknown") return state === "gone";
    }
    const seen = this.#seen.get(owner);
    if (seen === undefined || seen.versionstamp !== versionstamp) {
      this.#seen.set(owner, { versionstamp, since: clock.now() });
      return false;
    }
    return clock.now() - seen.since >= leaseMs;
  }

  async #recover(owner: string): Promise<void> {
    const { jobs, logger, locks } = this.#options;
    let recovered = 0;
    while (true) {
      const ids = await jobs.runningOf(owner);
      if (ids.length === 0) break;
      const found = await jobs.getMany(ids);
      const taken = await Promise.all(found.map((job) => job && this.#takeBack(job, owner)));
      // Nothing moved: another process is recovering the same jobs.
      if (!taken.some(Boolean)) break;
      recovered += taken.filter(Boolean).length;
    }
    await jobs.kv.commit((atomic) => atomic.delete(keys.owner(owner)));
    if (locks) await removeIfThere(lockPath(jobs.kv.path!, owner));
    this.#seen.delete(owner);
    if (recovered > 0) logger.warn("jobs recovered from a process that is gone", { recovered });
  }

  async #takeBack(job: StoredJob, owner: string): Promise<StoredJob | null> {
    const { jobs, clock, maxCrashes } = this.#options;
    const { row } = job;
    if (row.state !== "processing" || row.lease?.owner !== owner) return null;
    const crashes = row.crashes + 1;
    const history = withHistory(row, {
      at: new Date(clock.wall()).toISOString(),
      what: "crashed",
      error: null,
    });
    if (crashes < maxCrashes) return await jobs.retry(job, { crashes, history });
    const lastError = `The process died ${crashes} times while it ran this job` +
      (row.lastError === null ? "" : `; before that: ${row.lastError}`);
    return await jobs.bury(job, { crashes, history, lastError, diedAt: clock.wall() });
  }
}
