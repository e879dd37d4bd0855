import { join } from "node:path";
import type { Collection, CollectionSpec } from "../collections.ts";
import type { EventStore } from "../events.ts";
import type { Logger } from "../../logging/logger.ts";
import type { Store, Transaction } from "../store.ts";
import type { CollectionDeclaration } from "./collection_tables.ts";
import type { ReadMethods } from "./read_worker.ts";
import { CollectionModel, type DocumentThreads, SqliteCollection } from "./sqlite_collection.ts";
import { SqliteEventStore } from "./sqlite_event_store.ts";
import { ThreadClient } from "./thread_client.ts";
import { LONGEST_TRANSACTION_MS, type OpenTransaction, WriteThread } from "./write_thread.ts";

export interface SqliteStoreOptions {
  /** The database file; beside it SQLite keeps `-wal` and `-shm`. `:memory:` means a temporary folder. */
  path: string;
  logger?: Logger | undefined;
  /** Time after which a transaction is undone; everybody else's writes wait for it. Default 10 s. */
  longestTransactionMs?: number | undefined;
}

/**
 * Opens the embedded store, making the file when there is none. SQLite works in threads of its own:
 * one writes, others read.
 * @throws StoreUnavailableError when the file cannot be opened, Error when a newer Vigia wrote it.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const folder = options.path === ":memory:"
    ? await Deno.makeTempDir({ prefix: "vigia-store-" })
    : null;
  const path = folder === null ? options.path : join(folder, "vigia.db");
  const onCrash = (error: Error) => options.logger?.error("a thread of the store died", { error });
  const thread = (module: string) => ({
    module: new URL(module, import.meta.url),
    open: [path],
    onCrash,
  });
  const writer = new WriteThread(
    thread("./write_worker.ts"),
    options.longestTransactionMs ?? LONGEST_TRANSACTION_MS,
  );
  const reader = new ThreadClient<ReadMethods>(thread("./read_worker.ts"));
  const scanner = new ThreadClient<ReadMethods>(thread("./read_worker.ts"));
  const store = new SqliteStore({ writer, reader, scanner }, folder);
  try {
    // The writer makes the tables that the readers expect.
    await writer.open();
    await reader.open();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

interface Threads {
  writer: WriteThread;
  reader: ThreadClient<ReadMethods>;
  scanner: ThreadClient<ReadMethods>;
}

class SqliteStore implements Store {
  readonly kind = "sqlite";
  readonly events: EventStore;
  readonly #threads: Threads;
  readonly #temporaryFolder: string | null;
  #closing: Promise<void> | null = null;
  // deno-lint-ignore no-explicit-any -- each name has its own document type
  readonly #models = new Map<string, CollectionModel<any>>();
  /** Tables that were asked for, and those of them that are there. */
  readonly #declaring = new Map<string, Promise<void>>();
  readonly #declared = new Set<string>();

  constructor(threads: Threads, temporaryFolder: string | null) {
    this.#threads = threads;
    this.#temporaryFolder = temporaryFolder;
    this.events = new SqliteEventStore(threads);
  }

  collection<T>(spec: CollectionSpec<T>): Collection<T> {
    const { writer, reader } = this.#threads;
    const threads: DocumentThreads = {
      declare: (declaration) => this.#declare(declaration),
      read: (sql, parameters) => reader.call("run", sql, parameters),
      write: (sql, parameters) => writer.call("run", [{ sql, parameters }]),
    };
    return new SqliteCollection(this.#modelOf(spec), threads);
  }

  async transaction<R>(work: (tx: Transaction) => Promise<R>): Promise<R> {
    const { writer } = this.#threads;
    return await writer.transaction((open) =>
      work({
        collection: (spec) =>
          new SqliteCollection(this.#modelOf(spec), this.#threadsWithin(writer, open)),
      })
    );
  }

  async ping(): Promise<string> {
    await this.#threads.writer.probe();
    return `SQLite ${await this.#threads.reader.call("version")}`;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { writer, reader, scanner } = this.#threads;
    await Promise.all([reader.close(), scanner.close()]);
    await writer.close();
    if (this.#temporaryFolder !== null) {
      await Deno.remove(this.#temporaryFolder, { recursive: true });
    }
  }

  #modelOf<T>(spec: CollectionSpec<T>): CollectionModel<T> {
    let model = this.#models.get(spec.name);
    if (model === undefined) this.#models.set(spec.name, model = new CollectionModel(spec));
    return model;
  }

  #declare(declaration: CollectionDeclaration): Promise<void> {
    const { table } = declaration;
    let declaring = this.#declaring.get(table);
    if (declaring === undefined) {
      declaring = this.#threads.writer.call("declare", declaration).then(
        () => {
          this.#declared.add(table);
        },
        (error) => {
          this.#declaring.delete(table);
          throw error;
        },
      );
      this.#declaring.set(table, declaring);
    }
    return declaring;
  }

  #threadsWithin(writer: WriteThread, open: OpenTransaction): DocumentThreads {
    const run: DocumentThreads["write"] = (sql, parameters) =>
      writer.within(open, "runWithin", [{ sql, parameters }]);
    return {
      // Undone with the transaction, and so not remembered.
      declare: async (declaration) => {
        if (this.#declared.has(declaration.table)) return;
        await writer.within(open, "declareWithin", declaration);
      },
      read: run,
      write: run,
    };
  }
}
