import { StoreUnavailableError } from "../store/store.ts";

/** How long a lock that another process holds is waited for. SQLite's own wait is 0 in Deno KV. */
const LOCK_PATIENCE_MS = 5_000;
const MAX_LOCK_PAUSE_MS = 25;

export interface ListOptions {
  limit: number;
  reverse?: boolean;
}

/**
 * A Deno KV database, with what the raw one lacks: it waits when another process writes to the same
 * file (the raw one fails at once with "database is locked"), and says `StoreUnavailableError` for
 * every failure of the disk or the service.
 */
export class KvFile {
  /** File, URL, or `undefined` for the host's default database. */
  readonly path: string | undefined;
  readonly #kv: Deno.Kv;
  #closed = false;

  private constructor(path: string | undefined, kv: Deno.Kv) {
    this.path = path;
    this.#kv = kv;
  }

  /** @throws StoreUnavailableError when the file cannot be opened. */
  static async open(path: string | undefined): Promise<KvFile> {
    try {
      return new KvFile(path, await patiently(() => Deno.openKv(path)));
    } catch (error) {
      throw unavailable("open", error);
    }
  }

  /** @throws StoreUnavailableError */
  async get<T>(key: Deno.KvKey): Promise<Deno.KvEntryMaybe<T>> {
    return await this.#attempt("read", () => this.#kv.get<T>(key));
  }

  /** Any number of keys. @throws StoreUnavailableError */
  async getMany<T>(keys: Deno.KvKey[]): Promise<Deno.KvEntryMaybe<T>[]> {
    const groups: Promise<Deno.KvEntryMaybe<T>[]>[] = [];
    // Deno KV reads at most 10 keys in one call.
    for (let i = 0; i < keys.length; i += 10) {
      const group = keys.slice(i, i + 10);
      groups.push(this.#attempt("read", () => this.#kv.getMany<T[]>(group)));
    }
    return (await Promise.all(groups)).flat();
  }

  /** @throws StoreUnavailableError */
  async list<T>(selector: Deno.KvListSelector, options: ListOptions): Promise<Deno.KvEntry<T>[]> {
    return await this.#attempt("read", async () => {
      const entries: Deno.KvEntry<T>[] = [];
      const batchSize = Math.min(options.limit, 500);
      for await (const entry of this.#kv.list<T>(selector, { ...options, batchSize })) {
        entries.push(entry);
      }
      return entries;
    });
  }

  /**
   * Commits what `build` puts into an atomic; durable when it resolves. The versionstamp, or `null`
   * when a check did not hold. `build` may be called again.
   * @throws StoreUnavailableError nothing was written, except where the failure is of the network.
   */
  async commit(
    build: (atomic: Deno.AtomicOperation) => Deno.AtomicOperation,
  ): Promise<string | null> {
    const result = await this.#attempt("write", () => build(this.#kv.atomic()).commit());
    return result.ok ? result.versionstamp : null;
  }

  /** Sends a message through the host's native queue, which may not exist. */
  async enqueueNative(message: unknown, delayMs: number): Promise<void> {
    await this.#kv.enqueue(message, { delay: delayMs, backoffSchedule: [] });
  }

  /** Receives native messages until the file is closed; rejects where the host has no queue. */
  async listenNative(handler: (message: unknown) => void): Promise<void> {
    await this.#kv.listenQueue(handler);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#kv.close();
  }

  async #attempt<T>(verb: string, action: () => Promise<T>): Promise<T> {
    try {
      return await patiently(action);
    } catch (error) {
      throw unavailable(this.#closed ? `${verb} after closing` : verb, error);
    }
  }
}

function unavailable(verb: string, cause: unknown): StoreUnavailableError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreUnavailableError(`The job queue's file cannot ${verb}: ${reason}`, { cause });
}

async function patiently<T>(action: () => Promise<T>): Promise<T> {
  const start = performance.now();
  while (true) {
    try {
      return await action();
    } catch (error) {
      const locked = error instanceof Error && /database is (locked|busy)/i.test(error.message);
      if (!locked || performance.now() - start > LOCK_PATIENCE_MS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * MAX_LOCK_PAUSE_MS));
  }
}
