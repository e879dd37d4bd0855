import { createEventId } from "../events/event_id.ts";
import type { QueueClock } from "./clock.ts";
import { keys } from "./keys.ts";
import type { KvFile } from "./kv_file.ts";

/** How an owner of leases looks in Deno KV. */
export interface OwnerRow {
  /** Grows with each sign of life. */
  beat: number;
  /** ISO 8601 UTC, for people who look at the file. */
  at: string;
}

/**
 * One process that runs jobs. Its leases last as long as it gives signs of life, twice over:
 * it holds a lock on a file of its own beside the database, which the system releases the moment
 * the process is gone, and it writes a beat into the database, for hosts without such files.
 */
export class Owner {
  readonly id: string;
  readonly #kv: KvFile;
  readonly #clock: QueueClock;
  readonly #lock: Deno.FsFile | null;
  readonly #lockPath: string | null;
  #beat = 0;

  private constructor(kv: KvFile, clock: QueueClock, lock: OwnerLock | null, id: string) {
    this.id = id;
    this.#kv = kv;
    this.#clock = clock;
    this.#lock = lock?.file ?? null;
    this.#lockPath = lock?.path ?? null;
  }

  /** Registers this process. With `locks`, `kv.path` is a local file. @throws StoreUnavailableError */
  static async register(kv: KvFile, clock: QueueClock, locks: boolean): Promise<Owner> {
    const id = createEventId();
    const lock = locks && kv.path !== undefined ? await takeLock(lockPath(kv.path, id)) : null;
    const owner = new Owner(kv, clock, lock, id);
    await owner.beat();
    return owner;
  }

  /** Gives a sign of life, and keeps the queue time for the next start. @throws StoreUnavailableError */
  async beat(): Promise<void> {
    const row: OwnerRow = { beat: ++this.#beat, at: new Date(this.#clock.wall()).toISOString() };
    const time = BigInt(Math.floor(this.#clock.now()));
    await this.#kv.commit((atomic) => atomic.set(keys.owner(this.id), row).max(keys.clock, time));
  }

  /** Ends all leases. What it still has in processing is recovered by others. */
  async unregister(): Promise<void> {
    try {
      await this.#kv.commit((atomic) => atomic.delete(keys.owner(this.id)));
    } finally {
      this.#lock?.close();
      if (this.#lockPath !== null) await removeIfThere(this.#lockPath);
    }
  }
}

interface OwnerLock {
  file: Deno.FsFile;
  path: string;
}

async function takeLock(path: string): Promise<OwnerLock> {
  const file = await Deno.open(path, { createNew: true, write: true, mode: 0o600 });
  await file.lock(true);
  return { file, path };
}

/** File that the owner keeps locked while it lives. */
export function lockPath(kvPath: string, ownerId: string): string {
  return `${kvPath}.owner-${ownerId}`;
}

/**
 * Whether the process that registered `ownerId` beside this local file is gone. `unknown` where the
 * file system has no locks.
 */
export async function lockState(
  kvPath: string,
  ownerId: string,
): Promise<"gone" | "alive" | "unknown"> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(lockPath(kvPath, ownerId), { write: true });
  } catch (error) {
    // An owner makes its file before anything else, so a missing one was removed after its end.
    return error instanceof Deno.errors.NotFound ? "gone" : "unknown";
  }
  try {
    // Shared, so that two who look at once do not take each other for the owner.
    return await file.tryLock(false) ? "gone" : "alive";
  } catch {
    return "unknown";
  } finally {
    file.close();
  }
}

export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
