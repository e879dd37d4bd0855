import { type Page, type PageRequest, UnknownCursorError } from "../store/pages.ts";
import type { QueueClock } from "./clock.ts";
import type { DeadLetter, JobRow, StoredJob } from "./job.ts";
import { keys } from "./keys.ts";
import { type KvJobs, withHistory } from "./kv_jobs.ts";
import { decodePayload } from "./payload.ts";

/** Most letters that are replayed in one step. */
const REPLAY_BATCH = 80;

/** Jobs that were given up: read, replayed or discarded by people. */
export class DeadLetters {
  readonly #jobs: KvJobs;
  readonly #clock: QueueClock;

  constructor(jobs: KvJobs, clock: QueueClock) {
    this.#jobs = jobs;
    this.#clock = clock;
  }

  /** Newest death first. @throws UnknownCursorError @throws StoreUnavailableError */
  async list({ limit, cursor }: PageRequest): Promise<Page<DeadLetter>> {
    const prefix = keys.allDead;
    const end = cursor === undefined ? [...prefix, Infinity] : [...prefix, ...parseCursor(cursor)];
    const entries = await this.#jobs.kv.list<string>({ prefix, end }, {
      limit: limit + 1,
      reverse: true,
    });
    const shown = entries.slice(0, limit);
    const found = await this.#jobs.getMany(shown.map((entry) => entry.value));
    const last = shown.at(-1);
    return {
      items: found.filter(isDead).map((job) => describe(job.row)),
      next: entries.length > limit && last !== undefined ? makeCursor(last.key) : null,
    };
  }

  /**
   * Starts a dead letter anew, with all its attempts before it; `false` when there is none with
   * this id. @throws StoreUnavailableError
   */
  async replay(id: string): Promise<boolean> {
    const job = await this.#jobs.get(id);
    return isDead(job) && await this.#revive(job) !== null;
  }

  /**
   * Replays all that are dead now, oldest first, and returns how many.
   * @throws StoreUnavailableError
   */
  async replayAll(): Promise<number> {
    const prefix = keys.allDead;
    // What dies again meanwhile is left alone, or this would never end.
    const [newest] = await this.#jobs.kv.list({ prefix }, { limit: 1, reverse: true });
    if (newest === undefined) return 0;
    const end = [...newest.key, ""];
    let start: Deno.KvKey = [...prefix, -Infinity];
    let replayed = 0;
    while (true) {
      const entries = await this.#jobs.kv.list<string>({ start, end }, { limit: REPLAY_BATCH });
      const last = entries.at(-1);
      if (last === undefined) return replayed;
      const found = await this.#jobs.getMany(entries.map((entry) => entry.value));
      const revived = await Promise.all(found.filter(isDead).map((job) => this.#revive(job)));
      replayed += revived.filter((job) => job !== null).length;
      start = [...last.key, ""];
    }
  }

  /** Removes a dead letter for good; `false` when there is none. @throws StoreUnavailableError */
  async discard(id: string): Promise<boolean> {
    const job = await this.#jobs.get(id);
    return isDead(job) && await this.#jobs.remove(job);
  }

  #revive(job: StoredJob): Promise<StoredJob | null> {
    const at = new Date(this.#clock.wall()).toISOString();
    return this.#jobs.retry(job, {
      attempts: 0,
      crashes: 0,
      nextAt: this.#clock.tick(),
      history: withHistory(job.row, { at, what: "replayed", error: null }),
    });
  }
}

function isDead(job: StoredJob | null): job is StoredJob {
  return job?.row.state === "dead";
}

function describe(row: JobRow): DeadLetter {
  return {
    id: row.id,
    kind: row.kind,
    payload: row.payload === null ? null : decodePayload([row.payload]),
    payloadBytes: row.payloadBytes,
    attempts: row.attempts,
    crashes: row.crashes,
    lastError: row.lastError,
    history: row.history,
    createdAt: new Date(row.createdAt).toISOString(),
    diedAt: new Date(row.diedAt!).toISOString(),
  };
}

const encoder = new TextEncoder();

function makeCursor(key: Deno.KvKey): string {
  return encoder.encode(JSON.stringify(key.slice(2))).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

function parseCursor(cursor: string): [number, string] {
  let parts: unknown;
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    parts = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new UnknownCursorError();
  }
  if (Array.isArray(parts) && parts.length === 2) {
    const [diedAt, id] = parts;
    if (typeof diedAt === "number" && typeof id === "string") return [diedAt, id];
  }
  throw new UnknownCursorError();
}
