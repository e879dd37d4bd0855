import type { Collection, CollectionSpec } from "./collections.ts";
import type { SequencedEvent } from "../events/event.ts";
import type { EventStore } from "./events.ts";

/** Collections inside one transaction: all writes happen or none. */
export interface Transaction {
  collection<T>(spec: CollectionSpec<T>): Collection<T>;
}

/** What every domain may ask of the database, whichever it is. */
export interface Store {
  readonly kind: "sqlite" | "mongo";
  readonly events: EventStore;
  /** The same spec (by name) always gives the same collection; tables and indexes are made at the first use. */
  collection<T>(spec: CollectionSpec<T>): Collection<T>;
  /** Runs `work` in a transaction; throws what `work` throws, after rolling back. May run it again on a lost race. */
  transaction<R>(work: (tx: Transaction) => Promise<R>): Promise<R>;
  /**
   * Present where several instances may write: hands over every event committed after `fromSeq`, by
   * any instance, in the order of commits, none twice. Resolves when `signal` aborts.
   */
  followEvents?(
    fromSeq: number,
    onEvents: (events: SequencedEvent[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Resolves when the store answers, with what it is ("SQLite 3.53", "MongoDB 8.0"). @throws StoreUnavailableError */
  ping(): Promise<string>;
  close(): Promise<void>;
}

/** The database cannot be reached, is full or refuses work for now; asking again later may help. */
export class StoreUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreUnavailableError";
  }
}

/** A unique key is taken. */
export class DuplicateError extends Error {
  readonly fields: readonly string[];
  constructor(collection: string, fields: readonly string[]) {
    super(`Cannot insert into ${collection}: ${fields.join(", ")} is taken`);
    this.name = "DuplicateError";
    this.fields = fields;
  }
}

/** Somebody else changed the document first; read it again. */
export class ConflictError extends Error {
  constructor(collection: string, id: string) {
    super(`Cannot replace ${collection}/${id}: it was changed meanwhile; read it again`);
    this.name = "ConflictError";
  }
}
