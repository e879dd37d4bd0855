import { ATOMIC_LIMITS, Change } from "./change.ts";
import { GroupCommit } from "./group_commit.ts";
import {
  DONE_MEMORY_MS,
  JOB_STATES,
  type JobHistoryEntry,
  type JobRow,
  type JobState,
  MAX_HISTORY,
  type StoredJob,
} from "./job.ts";
import { keys } from "./keys.ts";
import type { KvFile } from "./kv_file.ts";
import { decodePayload } from "./payload.ts";

/**
 * The jobs' rows and their indexes. Each method is one atomic that checks the version of the row it
 * changes, so that of two processes that want the same job one gets `null` (or false).
 * All methods throw StoreUnavailableError when the database cannot be read or written.
 */
export class KvJobs {
  readonly kv: KvFile;
  readonly #commits: GroupCommit;
  readonly #knownKinds = new Set<string>();

  constructor(kv: KvFile) {
    this.kv = kv;
    this.#commits = new GroupCommit(kv);
  }

  /** The change that adds a job; `chunks` is the payload that is not in the row. */
  insertion(row: JobRow, chunks: readonly Uint8Array[]): Change {
    const change = new Change();
    if (row.named) change.check(keys.row(row.id), null).check(keys.done(row.id), null);
    if (row.dedupeKey !== null) {
      change.check(keys.dedupe(row.dedupeKey), null).set(keys.dedupe(row.dedupeKey), row.id);
    }
    chunks.forEach((chunk, i) => change.set(keys.payload(row.id, i), chunk, chunk.length));
    put(change, row);
    return change;
  }

  /** Adds jobs of these kinds in as few atomics as the limits allow; for each whether it was new. */
  async insert(changes: Change[], kinds: Iterable<string>): Promise<boolean[]> {
    const newKinds = [...kinds].filter((kind) => !this.#knownKinds.has(kind));
    // Submitted in one turn, so that all share an atomic where they fit.
    const [, ...stamps] = await Promise.all([
      this.#addKinds(newKinds),
      ...changes.map((change) => this.#commits.submit(change)),
    ]);
    return stamps.map((stamp) => stamp !== null);
  }

  /** The job that holds a dedupe key, if one waits or runs. */
  async holderOf(dedupeKey: string): Promise<string | null> {
    return (await this.kv.get<string>(keys.dedupe(dedupeKey))).value;
  }

  async get(id: string): Promise<StoredJob | null> {
    return stored(await this.kv.get<JobRow>(keys.row(id)));
  }

  async getMany(ids: readonly string[]): Promise<(StoredJob | null)[]> {
    return (await this.kv.getMany<JobRow>(ids.map(keys.row))).map(stored);
  }

  /** The payload of a job. @throws Error when a part of it is missing. */
  async payload(row: JobRow): Promise<unknown> {
    if (row.payload !== null) return decodePayload([row.payload]);
    const parts = await this.kv.list<Uint8Array>({ prefix: keys.payloadOf(row.id) }, {
      limit: row.chunks + 1,
    });
    if (parts.length !== row.chunks) {
      throw new Error(`Cannot read the payload: ${parts.length} of ${row.chunks} parts are there`);
    }
    return decodePayload(parts.map((part) => part.value));
  }

  /** Ids of the jobs of a kind that may start, in the order in which they should. */
  async due(kind: string, now: number, limit: number): Promise<string[]> {
    const end = [...keys.dueOf(kind), now];
    const entries = await this.kv.list<string>({ prefix: keys.dueOf(kind), end }, { limit });
    return entries.map((entry) => entry.value);
  }

  /** Start (queue time) of the first pending job of a kind. */
  async firstDue(kind: string): Promise<number | null> {
    const [first] = await this.kv.list({ prefix: keys.dueOf(kind) }, { limit: 1 });
    return first === undefined ? null : first.key[3] as number;
  }

  /** Every kind that was ever enqueued. */
  async kinds(): Promise<string[]> {
    const entries = await this.kv.list({ prefix: keys.allKinds }, { limit: 1_000 });
    return entries.map((entry) => entry.key[2] as string);
  }

  async counts(): Promise<Record<JobState, number>> {
    const entries = await this.kv.getMany<Deno.KvU64>(JOB_STATES.map(keys.count));
    const [pending = 0, processing = 0, dead = 0] = entries.map((entry) =>
      Number(entry.value?.value ?? 0n)
    );
    return { pending, processing, dead };
  }

  /** Takes a pending job for `owner`; `null` when somebody else has it. */
  claim(job: StoredJob, owner: string, now: number): Promise<StoredJob | null> {
    return this.#replace(job, { state: "processing", lease: { owner, since: now } });
  }

  /** Back to pending, as if it had not been started; for a stop that cannot wait. */
  release(job: StoredJob): Promise<StoredJob | null> {
    return this.#replace(job, { state: "pending", lease: null });
  }

  /** Back to pending, with the failure or the crash written down. */
  retry(job: StoredJob, changes: Partial<JobRow>): Promise<StoredJob | null> {
    return this.#replace(job, { ...changes, state: "pending", lease: null, diedAt: null });
  }

  /** Makes a job a dead letter; its dedupe key is free then. */
  bury(job: StoredJob, changes: Partial<JobRow>): Promise<StoredJob | null> {
    return this.#replace(job, { ...changes, state: "dead", lease: null, dedupeKey: null });
  }

  /** Removes a job that succeeded; false when it was no longer ours. */
  async complete(job: StoredJob): Promise<boolean> {
    const change = this.#removal(job);
    if (job.row.named) change.set(keys.done(job.row.id), true, 0, DONE_MEMORY_MS);
    return await this.#commits.submit(change) !== null;
  }

  /** Removes a job for good; false when it was changed meanwhile. */
  async remove(job: StoredJob): Promise<boolean> {
    return await this.#commits.submit(this.#removal(job)) !== null;
  }

  /** Ids that an owner has in processing. */
  async runningOf(owner: string): Promise<string[]> {
    const entries = await this.kv.list({ prefix: keys.runningOf(owner) }, {
      limit: ATOMIC_LIMITS.checks,
    });
    return entries.map((entry) => entry.key[3] as string);
  }

  async #addKinds(kinds: readonly string[]): Promise<void> {
    if (kinds.length === 0) return;
    const change = new Change();
    for (const kind of kinds) change.set(keys.kind(kind), true);
    await this.#commits.submit(change);
    for (const kind of kinds) this.#knownKinds.add(kind);
  }

  async #replace(job: StoredJob, changes: Partial<JobRow>): Promise<StoredJob | null> {
    const before = job.row;
    const row: JobRow = { ...before, ...changes };
    const change = new Change().check(keys.row(row.id), job.versionstamp);
    if (before.dedupeKey !== null && row.dedupeKey === null) {
      change.delete(keys.dedupe(before.dedupeKey));
    }
    takeOut(change, before);
    put(change, row);
    const versionstamp = await this.#commits.submit(change);
    return versionstamp === null ? null : { row, versionstamp };
  }

  #removal(job: StoredJob): Change {
    const { row, versionstamp } = job;
    const change = new Change().check(keys.row(row.id), versionstamp).delete(keys.row(row.id));
    if (row.dedupeKey !== null) change.delete(keys.dedupe(row.dedupeKey));
    for (let i = 0; i < row.chunks; i++) change.delete(keys.payload(row.id, i));
    takeOut(change, row);
    return change;
  }
}

/** A history with one entry more, the oldest ones beyond the limit dropped. */
export function withHistory(row: JobRow, entry: JobHistoryEntry): JobHistoryEntry[] {
  // Twenty errors of full length would not fit into a row.
  const error = entry.error === null ? null : entry.error.slice(0, 500);
  return [...row.history, { ...entry, error }].slice(-MAX_HISTORY);
}

function stored(entry: Deno.KvEntryMaybe<JobRow>): StoredJob | null {
  return entry.versionstamp === null ? null : {
    row: entry.value,
    versionstamp: entry.versionstamp,
  };
}

/** Key under which the row's state can be found. */
function indexKey(row: JobRow): Deno.KvKey {
  if (row.state === "pending") return keys.due(row.kind, row.nextAt, row.id);
  if (row.state === "processing") return keys.running(row.lease!.owner, row.id);
  return keys.dead(row.diedAt!, row.id);
}

function put(change: Change, row: JobRow): void {
  // Texts take up to two bytes a character.
  const texts = row.history.reduce((sum, { error }) => sum + (error?.length ?? 0) + 100, 0) +
    (row.lastError?.length ?? 0);
  const bytes = 600 + (row.payload?.length ?? 0) + 2 * texts;
  change.set(keys.row(row.id), row, bytes).set(indexKey(row), row.id).add(keys.count(row.state), 1);
}

function takeOut(change: Change, row: JobRow): void {
  change.delete(indexKey(row)).add(keys.count(row.state), -1);
}
