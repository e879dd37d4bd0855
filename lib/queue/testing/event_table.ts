import { DatabaseSync } from "node:sqlite";
import type { Event, SequencedEvent } from "../../events/event.ts";
import type { AppendResult } from "../../store/events.ts";
import { StoreUnavailableError } from "../../store/store.ts";

/**
 * A durable, idempotent `append` on SQLite, that can be told to be away or to refuse events. It
 * opens the file for each batch, so that a test and its child process see the same events.
 */
export class EventTable {
  /** While true, everything is refused as a store does that is away. */
  isAway = false;
  /** Events that are refused for what they are. */
  refuses: (event: Event) => boolean = () => false;
  appends = 0;
  largest = 0;
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { timeout: 5_000 });
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    this.#database.exec(
      "CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT)",
    );
  }

  append(events: Event[]): Promise<AppendResult> {
    this.appends++;
    this.largest = Math.max(this.largest, events.length);
    if (this.isAway) return Promise.reject(new StoreUnavailableError("The store is away"));
    if (events.some(this.refuses)) return Promise.reject(new TypeError("The store refuses this"));
    const inserted: SequencedEvent[] = [];
    const duplicates: string[] = [];
    this.#database.exec("BEGIN IMMEDIATE");
    const insert = this.#database.prepare(
      "INSERT INTO event (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING seq",
    );
    for (const event of events) {
      const row = insert.get(event.id, JSON.stringify(event));
      if (row === undefined) duplicates.push(event.id);
      else inserted.push({ ...event, seq: Number(row.seq) });
    }
    this.#database.exec("COMMIT");
    return Promise.resolve({ inserted, duplicates });
  }

  /** Stored events in the order in which they were stored. */
  stored(): Event[] {
    const rows = this.#database.prepare("SELECT body FROM event ORDER BY seq").all();
    return rows.map((row) => JSON.parse(String(row.body)));
  }

  close(): void {
    this.#database.close();
  }
}

/** The `n`th event of a test, of roughly the given size in bytes. */
export function eventNumber(n: number, size = 300): Event {
  const second = new Date(1_760_000_000_000 + n * 1_000).toISOString();
  return {
    id: `event-${n}`,
    userId: `user-${n % 50}`,
    type: "purchase",
    value: n / 4,
    currency: "BRL",
    timestamp: second,
    metadata: { region: "sul", product: "café ☕", message: "x".repeat(Math.max(0, size - 270)) },
    source: "shop",
    receivedAt: second,
  };
}

/** Events from `start` on. */
export function eventsFrom(start: number, count: number, size?: number): Event[] {
  return Array.from({ length: count }, (_, i) => eventNumber(start + i, size));
}
