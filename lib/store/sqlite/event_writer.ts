import type { Event } from "../../events/event.ts";
import type { EventChanges } from "../events.ts";
import { BulkWriter } from "./bulk.ts";
import type { Database, SqlRow, SqlValue } from "./database.ts";
import { type AppendOutcome, batchOf, type EventBatch, type NoteBatch } from "./event_batch.ts";
import { readEvent } from "./event_reader.ts";
import { Names } from "./names.ts";
import { type EventFacts, RollupChanges } from "./rollup_changes.ts";
import { RollupWriter } from "./rollup_writer.ts";
import { isUnavailable } from "./sqlite_errors.ts";
import { unitsOf } from "./units.ts";

const COLUMNS = [
  "seq",
  "id",
  "ts",
  "type",
  "user",
  "source",
  "region",
  "product",
  "category",
  "merchant",
  "units",
  "value",
  "currency",
  "received",
  "metadata",
];
const FACTS = "seq, ts, type, user, source, region, product, category, merchant, units";
const COUNT_NEW = `
  UPDATE counters SET value = iif(name = 'sequence', ?1, value + ?2)
  WHERE name IN ('sequence', 'events')`;
/** No index has the metadata, and the row's page was most often written a moment ago. */
const ANNOTATE = "UPDATE events SET metadata = json_set(metadata, ?1, json(?2)) WHERE seq = ?3";
/** Events, and rows that they change, after which the roll-ups are brought up to date unasked. */
const RECALLED_AT_ONCE = 5_000;
const MOST_PENDING = { events: 40_000, rows: 24_000 };

/** Writes events and their roll-ups; belongs to the writing thread. */
export class EventWriter {
  readonly #database: Database;
  readonly #names: Names;
  readonly #events: BulkWriter;
  readonly #rollups: RollupWriter;
  /** Totals of the events that are stored but not yet in the roll-ups. */
  readonly #pending = new RollupChanges();
  #sequence = 0;

  constructor(database: Database) {
    this.#database = database;
    this.#names = new Names(database);
    this.#events = new BulkWriter(
      database,
      COLUMNS.length,
      `INSERT INTO events (${COLUMNS.join(", ")}) VALUES`,
    );
    this.#rollups = new RollupWriter(database);
    this.#recall();
  }

  /** Stores the events whose ids are new, all of them or none. */
  append(batch: EventBatch): AppendOutcome {
    const taken = new Set<string>();
    const added: EventFacts[] = [];
    const outcome = this.#write(() => {
      for (const id of this.#storedIds(batch.ids)) taken.add(id);
      const firstSequence = this.#sequence + 1;
      const duplicates: number[] = [];
      const rows: SqlValue[] = [];
      for (let index = 0; index < batch.ids.length; index++) {
        const id = batch.ids[index]!;
        if (taken.has(id)) {
          duplicates.push(index);
          continue;
        }
        taken.add(id);
        const facts = this.#factsOf(batch, index);
        added.push(facts);
        pushRow(rows, ++this.#sequence, batch, index, facts);
      }
      if (added.length > 0) {
        this.#events.write(rows);
        this.#database.run(COUNT_NEW, this.#sequence, added.length);
      }
      return { firstSequence, duplicates };
    });
    for (const facts of added) this.#pending.add(facts);
    const { events, rows } = this.#pending;
    if (events >= MOST_PENDING.events || rows >= MOST_PENDING.rows) this.tryRollUp();
    return outcome;
  }

  /** Brings the roll-ups up to the last event. */
  rollUp(): void {
    if (this.#pending.events === 0) return;
    this.#write(() => {
      this.#rollups.apply(this.#pending);
      this.#markRolledUp();
    });
    this.#pending.clear();
  }

  /** As `rollUp`, but when SQLite cannot write now it is left to whoever reads the roll-ups. */
  tryRollUp(): void {
    try {
      this.rollUp();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }

  /** Changes a stored event; `null` when there is none of that id. */
  patch(id: string, changes: EventChanges): Event | null {
    // Read here, by the one who writes: what changed since somebody else read it would be lost.
    const stored = readEvent(this.#database, id);
    if (stored === null) return null;
    const { seq: _seq, ...event } = stored;
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const changed: Event = { ...event, ...Object.fromEntries(given) };
    this.#replace(batchOf([changed]));
    return changed;
  }

  #replace(batch: EventBatch): void {
    this.#change(batch.ids[0]!, (changes, sequence) => {
      const facts = this.#factsOf(batch, 0);
      const row: SqlValue[] = [];
      pushRow(row, sequence, batch, 0, facts);
      this.#database.run("DELETE FROM events WHERE seq = ?", sequence);
      this.#events.write(row);
      changes.add(facts);
    });
  }

  /** Sets a field of the metadata that no roll-up counts; returns how many of the events are there. */
  annotate({ field, seqs, values }: NoteBatch): number {
    const path = `$.${field}`;
    return this.#write(() => {
      let changed = 0;
      for (let index = 0; index < seqs.length; index++) {
        changed += this.#database.run(ANNOTATE, path, values[index]!, seqs[index]!);
      }
      return changed;
    });
  }

  /** Removes an event; false when there is none. */
  delete(id: string): boolean {
    return this.#change(id, (_changes, sequence) => {
      this.#database.run("DELETE FROM events WHERE seq = ?", sequence);
      this.#database.run("UPDATE counters SET value = value - 1 WHERE name = 'events'");
    });
  }

  /** Changes one stored event and, in the same transaction, its part of the roll-ups. */
  #change(id: string, change: (changes: RollupChanges, sequence: number) => void): boolean {
    this.rollUp();
    return this.#write(() => {
      const [stored] = this.#database.allExact(`SELECT ${FACTS} FROM events WHERE id = ?`, id);
      if (stored === undefined) return false;
      const facts = factsOfRow(stored);
      const changes = new RollupChanges();
      changes.add(facts, -1);
      change(changes, Number(stored.seq));
      this.#rollups.apply(changes);
      this.#rollups.settle(changes, facts.units);
      return true;
    });
  }

  #storedIds(ids: readonly string[]): string[] {
    return this.#database.all(
      "SELECT id FROM events WHERE id IN (SELECT value FROM json_each(?))",
      JSON.stringify(ids),
    ).map((row) => String(row.id));
  }

  #markRolledUp(): void {
    this.#database.run("UPDATE counters SET value = ? WHERE name = 'rolled_up'", this.#sequence);
  }

  #factsOf(batch: EventBatch, index: number): EventFacts {
    const names = this.#names;
    const value = batch.values[index]!;
    return {
      time: batch.times[index]!,
      type: names.codeOf(batch.types[index]!),
      userId: names.codeOf(batch.users[index]!),
      source: names.codeOf(batch.sources[index]!),
      region: names.codeOrNull(batch.region[index]!),
      product: names.codeOrNull(batch.product[index]!),
      category: names.codeOrNull(batch.category[index]!),
      merchant: names.codeOrNull(batch.merchant[index]!),
      units: Number.isNaN(value) ? null : unitsOf(value),
    };
  }

  #write<R>(work: () => R): R {
    const sequence = this.#sequence;
    try {
      return this.#database.write(work);
    } catch (error) {
      // What memory knows of the transaction went with it.
      this.#names.forget();
      this.#sequence = sequence;
      throw error;
    }
  }

  /** Reads what a program that ended before left to do. */
  #recall(): void {
    const value = (name: string) =>
      Number(this.#database.get("SELECT value FROM counters WHERE name = ?", name)?.value);
    this.#sequence = value("sequence");
    for (let after = value("rolled_up"); after < this.#sequence;) {
      const rows = this.#database.allExact(
        `SELECT ${FACTS} FROM events WHERE seq > ? ORDER BY seq LIMIT ${RECALLED_AT_ONCE}`,
        after,
      );
      for (const row of rows) this.#pending.add(factsOfRow(row));
      const last = rows.at(-1);
      if (last === undefined) break;
      after = Number(last.seq);
    }
  }
}

function factsOfRow(row: SqlRow): EventFacts {
  const code = (column: string) => row[column] === null ? null : Number(row[column]);
  return {
    time: Number(row.ts),
    type: Number(row.type),
    userId: Number(row.user),
    source: Number(row.source),
    region: code("region"),
    product: code("product"),
    category: code("category"),
    merchant: code("merchant"),
    units: row.units as number | bigint | null,
  };
}

function pushRow(
  rows: SqlValue[],
  sequence: number,
  batch: EventBatch,
  index: number,
  facts: EventFacts,
): void {
  const value = batch.values[index]!;
  rows.push(sequence, batch.ids[index]!, facts.time, facts.type, facts.userId, facts.source);
  rows.push(facts.region, facts.product, facts.category, facts.merchant, facts.units);
  rows.push(Number.isNaN(value) ? null : value, batch.currencies[index]!);
  rows.push(batch.received[index]!, batch.metadata[index]!);
}
