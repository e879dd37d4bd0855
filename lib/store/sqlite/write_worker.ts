import type { Event } from "../../events/event.ts";
import type { EventChanges } from "../events.ts";
import { type CollectionDeclaration, declare, isDeclared } from "./collection_tables.ts";
import { Database, type SqlParameters, type SqlRow } from "./database.ts";
import type { AppendOutcome, EventBatch, NoteBatch } from "./event_batch.ts";
import { EventWriter } from "./event_writer.ts";
import { migrate } from "./migrations.ts";
import { serve } from "./thread.ts";
import { keepLogShort } from "./write_ahead_log.ts";

/** The one thread that writes. Each method is a transaction of its own, but for those of `begin`. */

let database: Database;
let events: EventWriter;
let stopKeeping: () => void;
/** Number of the transaction that `begin` opened and that is not yet ended. */
let transaction: number | null = null;

const methods = {
  open(path: string): void {
    database = Database.openWriter(path);
    migrate(database);
    events = new EventWriter(database);
    stopKeeping = keepLogShort(database, path, () => transaction !== null);
  },
  append: (batch: EventBatch): AppendOutcome => events.append(batch),
  patchEvent: (id: string, changes: EventChanges): Event | null => events.patch(id, changes),
  annotateEvents: (notes: NoteBatch): number => events.annotate(notes),
  deleteEvent: (id: string): boolean => events.delete(id),
  rollUp: (): void => events.rollUp(),

  /** Whether a commit is possible. */
  tryToWrite(): void {
    database.write(() => database.run("UPDATE counters SET value = value WHERE name = 'events'"));
  },

  /** Makes the table and indexes of a collection, unless they are there. */
  declare(declaration: CollectionDeclaration): void {
    if (isDeclared(database, declaration)) return;
    database.write(() => declare(database, declaration));
  },
  declareWithin(id: number, declaration: CollectionDeclaration): void {
    expectTransaction(id);
    declare(database, declaration);
  },
  /** Runs statements whose values are bound; all or none. */
  run(statements: { sql: string; parameters: SqlParameters }[]): SqlRow[] {
    return database.write(() => runAll(statements));
  },
  begin(id: number): void {
    database.connection.exec("BEGIN IMMEDIATE");
    transaction = id;
  },
  runWithin(id: number, statements: { sql: string; parameters: SqlParameters }[]): SqlRow[] {
    expectTransaction(id);
    return runAll(statements);
  },
  commit(id: number): void {
    expectTransaction(id);
    transaction = null;
    try {
      database.connection.exec("COMMIT");
    } catch (error) {
      database.rollback();
      throw error;
    }
  },
  rollback(id: number): void {
    expectTransaction(id);
    transaction = null;
    database.rollback();
  },
  close(): void {
    stopKeeping();
    database.rollback();
    events.tryRollUp();
    database.close();
  },
};
export type WriteMethods = typeof methods;

/** Rows of the last statement. */
function runAll(statements: { sql: string; parameters: SqlParameters }[]): SqlRow[] {
  let rows: SqlRow[] = [];
  for (const { sql, parameters } of statements) rows = database.all(sql, ...parameters);
  return rows;
}

/** Nothing of a transaction may run outside of it, as it would in a thread that replaced a dead one. */
function expectTransaction(id: number): void {
  if (transaction !== id || !database.connection.isTransaction) {
    throw new Error("The transaction is no longer open: its thread died or an error ended it");
  }
}

serve(methods);
