import {
  type ClientSession,
  type Collection as DriverCollection,
  type Db,
  MongoClient,
  type MongoClientOptions,
  MongoServerError,
  MongoServerSelectionError,
} from "mongodb";
import { type Logger, silentLogger } from "../../logging/logger.ts";
import type { SequencedEvent } from "../../events/event.ts";
import type { Collection, CollectionSpec } from "../collections.ts";
import type { EventStore } from "../events.ts";
import { type Store, StoreUnavailableError, type Transaction } from "../store.ts";
import {
  askServer,
  buildsIndexesInTurn,
  hasChangeStreams,
  type MongoCapabilities,
  UnsupportedServerError,
} from "./capabilities.ts";
import { MongoCollection, type OpenTransaction, type StoredDocument } from "./collection.ts";
import { collectionIndexes, collectionValidator } from "./collection_layout.ts";
import { CollectionSetup } from "./collection_setup.ts";
import { setUpEventCollections } from "./event_collections.ts";
import { MongoEventStore } from "./event_store.ts";
import { tailEvents } from "./event_tail.ts";
import { isLostRace, toStoreError, translated } from "./mongo_errors.ts";
import { MAJORITY_TIMEOUT_MS, Transactions } from "./transactions.ts";
import { WriterSession } from "./writer_session.ts";

/** Where the data is. */
export interface MongoStoreOptions {
  /** `mongodb://` or `mongodb+srv://` address of a replica set or router. */
  uri: string;
  /** Default `vigia`. */
  database?: string | undefined;
  logger?: Logger | undefined;
}

/** A `Store` in MongoDB, with what only this driver tells. */
export interface MongoStore extends Store {
  readonly kind: "mongo";
  readonly capabilities: Readonly<MongoCapabilities>;
  /** The driver's own handles, for monitoring. */
  readonly client: MongoClient;
  readonly db: Db;
  /** Transactions run again after a lost race, since the start. */
  readonly transactionRetries: number;
  followEvents(
    fromSeq: number,
    onEvents: (events: SequencedEvent[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}

/**
 * A server that does not answer is noticed by the driver's own heartbeats, which end the calls that wait
 * for it; a limit on every socket would also end long exports and checks on a healthy server.
 */
const CLIENT_OPTIONS: MongoClientOptions = {
  appName: "vigia",
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  heartbeatFrequencyMS: 2_000,
  readPreference: "primary",
  readConcern: { level: "majority" },
  writeConcern: { w: "majority", journal: true, wtimeoutMS: MAJORITY_TIMEOUT_MS },
};

/**
 * Connects to MongoDB, checks what it offers, and creates missing collections, validators and indexes.
 * @throws UnsupportedServerError when the server stands alone or is too old.
 * @throws StoreUnavailableError when it cannot be reached.
 */
export async function openMongoStore(options: MongoStoreOptions): Promise<MongoStore> {
  const logger = options.logger ?? silentLogger;
  const client = new MongoClient(options.uri, CLIENT_OPTIONS);
  try {
    await client.connect();
    const db = client.db(options.database ?? "vigia");
    const server = await askServer(db);
    // First: what a killed instance left open would make everything after this wait.
    const writer = await WriterSession.open(client, db, logger);
    const setup = new CollectionSetup(db, logger, { indexesFirst: buildsIndexesInTurn(server) });
    const collections = await setUpEventCollections(setup);
    const capabilities: MongoCapabilities = {
      server,
      changeStreams: await hasChangeStreams(db, "counters"),
      validators: setup.hasValidators,
    };
    logger.info("MongoDB is connected", { database: db.databaseName, ...capabilities });
    const transactions = new Transactions(client);
    const ownCommits = new Set<() => void>();
    const events = new MongoEventStore(collections, transactions, writer, ownCommits);
    const parts = { client, db, capabilities, transactions, setup, events, ownCommits, logger };
    return new OpenMongoStore(parts);
  } catch (error) {
    await client.close();
    throw openingError(error);
  }
}

function openingError(error: unknown): unknown {
  if (error instanceof MongoServerSelectionError) {
    const servers = [...error.reason?.servers?.values() ?? []];
    if (servers.some(({ type }) => type === "RSGhost")) {
      return new UnsupportedServerError(
        "Cannot use this MongoDB yet: its replica set is not initiated. Run once: " +
          `mongosh --eval "rs.initiate()"`,
      );
    }
    return new StoreUnavailableError(
      "Cannot reach MongoDB: check that MONGODB_URI names servers that run and that this machine can " +
        `reach, by the names under which they know each other (${error.message})`,
      { cause: error },
    );
  }
  if (error instanceof MongoServerError && (error.code === 18 || error.code === 13)) {
    return new Error(
      "Cannot use MongoDB: it refuses the user or password of MONGODB_URI, or the user may not " +
        "read and write the database",
      { cause: error },
    );
  }
  return toStoreError(error);
}

/** Makes a collection at its first use, once; tries again when that failed. */
class Preparation {
  readonly #prepare: () => Promise<DriverCollection<StoredDocument>>;
  #running: Promise<DriverCollection<StoredDocument>> | undefined;
  #done: DriverCollection<StoredDocument> | undefined;

  constructor(prepare: () => Promise<DriverCollection<StoredDocument>>) {
    this.#prepare = prepare;
  }

  /** The collection, once it is made. */
  get done(): DriverCollection<StoredDocument> | undefined {
    return this.#done;
  }

  run(): Promise<DriverCollection<StoredDocument>> {
    return this.#running ??= this.#prepare().then((collection) => this.#done = collection)
      .catch((error) => {
        this.#running = undefined;
        throw error;
      });
  }
}

/** A transaction uses a collection that is not made yet. */
class MissingCollectionError extends Error {
  readonly preparation: Preparation;

  constructor(name: string, preparation: Preparation) {
    super(`The collection ${name} is made at its first use; the transaction begins again then`);
    this.name = "MissingCollectionError";
    this.preparation = preparation;
  }
}

interface Parts {
  client: MongoClient;
  db: Db;
  capabilities: MongoCapabilities;
  transactions: Transactions;
  setup: CollectionSetup;
  events: MongoEventStore;
  /** Called after each commit of events by this process. */
  ownCommits: Set<() => void>;
  logger: Logger;
}

class OpenMongoStore implements MongoStore {
  readonly kind = "mongo";
  readonly #parts: Parts;
  readonly #prepared = new Map<string, Preparation>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get events(): EventStore {
    return this.#parts.events;
  }

  get capabilities(): Readonly<MongoCapabilities> {
    return this.#parts.capabilities;
  }

  get client(): MongoClient {
    return this.#parts.client;
  }

  get db(): Db {
    return this.#parts.db;
  }

  get transactionRetries(): number {
    return this.#parts.transactions.retries;
  }

  collection<T>(spec: CollectionSpec<T>): Collection<T> {
    const preparation = this.#preparationOf(spec);
    return new MongoCollection(spec, () => preparation.run());
  }

  #preparationOf<T>(spec: CollectionSpec<T>): Preparation {
    let preparation = this.#prepared.get(spec.name);
    if (preparation === undefined) {
      preparation = new Preparation(() =>
        this.#parts.setup.prepare<StoredDocument>(
          spec.name,
          collectionValidator(spec),
          collectionIndexes(spec),
        )
      );
      this.#prepared.set(spec.name, preparation);
    }
    return preparation;
  }

  async transaction<R>(work: (tx: Transaction) => Promise<R>): Promise<R> {
    while (true) {
      try {
        return await this.#parts.transactions.run((session) => this.#attempt(work, session));
      } catch (error) {
        if (!(error instanceof MissingCollectionError)) throw error;
        // Servers cannot create collections inside every transaction: make it first, then begin again.
        await translated(() => error.preparation.run());
      }
    }
  }

  async #attempt<R>(work: (tx: Transaction) => Promise<R>, session: ClientSession): Promise<R> {
    const transaction: OpenTransaction = { session, failure: undefined };
    const collection = <T>(spec: CollectionSpec<T>) => {
      const preparation = this.#preparationOf(spec);
      return new MongoCollection(spec, () => {
        if (preparation.done !== undefined) return Promise.resolve(preparation.done);
        transaction.failure = new MissingCollectionError(spec.name, preparation);
        return Promise.reject(transaction.failure);
      }, transaction);
    };
    try {
      const result = await work({ collection });
      if (transaction.failure instanceof MissingCollectionError) throw transaction.failure;
      return result;
    } catch (error) {
      const { failure } = transaction;
      if (failure instanceof MissingCollectionError) throw failure;
      // MongoDB ends a transaction whose write a unique index refused; running it again cannot help.
      if (failure !== undefined && isLostRace(error)) throw failure;
      throw error;
    }
  }

  ping(): Promise<string> {
    return translated(async () => {
      await this.db.command({ ping: 1 });
      return this.capabilities.server;
    });
  }

  followEvents(
    fromSeq: number,
    onEvents: (events: SequencedEvent[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { db, events, capabilities, logger, ownCommits } = this.#parts;
    return tailEvents({
      events,
      fromSeq,
      onEvents,
      signal,
      logger,
      ownCommits,
      counters: capabilities.changeStreams ? db.collection("counters") : null,
    });
  }

  async close(): Promise<void> {
    await this.#parts.events.close();
    await this.client.close();
  }
}
