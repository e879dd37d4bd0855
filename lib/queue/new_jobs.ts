import { createEventId } from "../events/event_id.ts";
import type { QueueClock } from "./clock.ts";
import { describeError } from "./errors.ts";
import { JOB_KIND_PATTERN, type JobRow, MAX_KEY_CHARACTERS, type NewJob } from "./job.ts";
import { keys } from "./keys.ts";
import type { KvJobs } from "./kv_jobs.ts";
import { encodePayload } from "./payload.ts";

interface Prepared {
  row: JobRow;
  chunks: Uint8Array[];
}

/** Makes jobs and adds them, each at most once by its `id` and `dedupeKey`. */
export class NewJobs {
  readonly #jobs: KvJobs;
  readonly #clock: QueueClock;

  constructor(jobs: KvJobs, clock: QueueClock) {
    this.#jobs = jobs;
    this.#clock = clock;
  }

  /**
   * Adds jobs; for each its id, or the id of the job that was there before it.
   * @throws RangeError @throws PayloadTooLargeError @throws StoreUnavailableError
   */
  async add(jobs: readonly NewJob[]): Promise<string[]> {
    const prepared = jobs.map((job) => this.#prepare(job));
    const added = await this.#insert(prepared);
    return await Promise.all(
      prepared.map((one, i) => added[i] ? one.row.id : this.#standIn(one)),
    );
  }

  /** Adds a job that is dead from the start; not again when its id is known. */
  async addDead(job: NewJob, error: unknown): Promise<string> {
    const { row, chunks } = this.#prepare(job);
    const diedAt = this.#clock.wall();
    const lastError = describeError(error);
    const dead: JobRow = {
      ...row,
      state: "dead",
      attempts: 1,
      diedAt,
      lastError,
      history: [{
        at: new Date(diedAt).toISOString(),
        what: "failed",
        error: lastError.slice(0, 500),
      }],
    };
    await this.#insert([{ row: dead, chunks }]);
    return row.id;
  }

  #insert(prepared: readonly Prepared[]): Promise<boolean[]> {
    const changes = prepared.map(({ row, chunks }) => this.#jobs.insertion(row, chunks));
    return this.#jobs.insert(changes, new Set(prepared.map(({ row }) => row.kind)));
  }

  /** The id of the job in whose favour this one was refused; adds it if that one just ended. */
  async #standIn(prepared: Prepared): Promise<string> {
    const { row } = prepared;
    while (true) {
      const holder = row.dedupeKey === null ? null : await this.#jobs.holderOf(row.dedupeKey);
      if (holder !== null) return holder;
      if (row.named) {
        const [there, done] = await this.#jobs.kv.getMany([keys.row(row.id), keys.done(row.id)]);
        if (there?.versionstamp || done?.versionstamp) return row.id;
      }
      const [added] = await this.#insert([prepared]);
      if (added) return row.id;
    }
  }

  #prepare({ kind, payload, delayMs = 0, maxAttempts, dedupeKey, id }: NewJob): Prepared {
    if (!JOB_KIND_PATTERN.test(kind)) {
      throw new RangeError(`Cannot enqueue "${kind}": a kind matches ${JOB_KIND_PATTERN}`);
    }
    if (!(delayMs >= 0 && delayMs < Infinity)) {
      throw new RangeError(`Cannot enqueue ${kind}: delayMs is ${delayMs}, not 0 or more`);
    }
    if (maxAttempts !== undefined && !(Number.isInteger(maxAttempts) && maxAttempts > 0)) {
      throw new RangeError(`Cannot enqueue ${kind}: maxAttempts is ${maxAttempts}, not 1 or more`);
    }
    for (const [name, text] of Object.entries({ id, dedupeKey })) {
      if (text !== undefined && (text.length === 0 || text.length > MAX_KEY_CHARACTERS)) {
        throw new RangeError(
          `Cannot enqueue ${kind}: ${name} has ${text.length} characters, not 1 to ${MAX_KEY_CHARACTERS}`,
        );
      }
    }
    const { inline, chunks, bytes } = encodePayload(kind, payload);
    const row: JobRow = {
      id: id ?? createEventId(),
      kind,
      state: "pending",
      payload: inline,
      payloadBytes: bytes,
      chunks: chunks.length,
      attempts: 0,
      crashes: 0,
      maxAttempts: maxAttempts ?? null,
      nextAt: this.#clock.tick() + delayMs,
      lease: null,
      lastError: null,
      history: [],
      dedupeKey: dedupeKey ?? null,
      named: id !== undefined,
      createdAt: this.#clock.wall(),
      diedAt: null,
    };
    return { row, chunks };
  }
}
