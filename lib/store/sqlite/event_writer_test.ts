import assert from "node:assert/strict";
import { join } from "node:path";
import type { Event } from "../../events/event.ts";
import { Database } from "./database.ts";
import { batchOf } from "./event_batch.ts";
import { readCounter, readEvent } from "./event_reader.ts";
import { EventWriter } from "./event_writer.ts";
import { migrate } from "./migrations.ts";
import { readRollupDifferences } from "./rollup_check.ts";
import { isUnavailable } from "./sqlite_errors.ts";

function events(prefix: string, count: number): Event[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${index}`,
    userId: `${prefix}-user-${index % 7}`,
    type: index % 3 === 0 ? "purchase" : "login",
    value: index % 3 === 0 ? index / 100 : null,
    timestamp: new Date(Date.UTC(2026, 0, 1 + index % 40, index % 24)).toISOString(),
    metadata: { region: `region-${index % 3}`, text: "x".repeat(200) },
    source: "shop",
    receivedAt: "2026-03-01T00:00:00.000Z",
  }));
}

async function withFile(test: (open: () => Database) => void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  const opened: Database[] = [];
  try {
    test(() => {
      const database = Database.openWriter(join(folder, "vigia.db"));
      opened.push(database);
      migrate(database);
      return database;
    });
  } finally {
    for (const database of opened) {
      if (database.connection.isOpen) database.close();
    }
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("EventWriter counts into the roll-ups what was stored before it, as after a crash", () =>
  withFile((open) => {
    const crashed = open();
    const writer = new EventWriter(crashed);
    writer.append(batchOf(events("a", 50)));
    writer.rollUp();
    writer.append(batchOf(events("b", 50)));
    const rolledUp = () =>
      crashed.get("SELECT value FROM counters WHERE name = 'rolled_up'")?.value;
    assert.equal(rolledUp(), 50);
    crashed.close();

    const database = open();
    const next = new EventWriter(database);
    next.append(batchOf(events("c", 50)));
    next.rollUp();
    assert.deepEqual(readRollupDifferences(database), []);
    const days = database.get(
      "SELECT sum(events) AS n FROM rollups WHERE dimension = 0 AND grain = 2",
    );
    assert.equal(days?.n, 150);
  }));

Deno.test("EventWriter stores nothing of a batch that the disk cannot take, and goes on when it can", () =>
  withFile((open) => {
    const database = open();
    const writer = new EventWriter(database);
    writer.append(batchOf(events("a", 20)));
    const { page_count } = database.get("PRAGMA page_count")!;
    // Deno hands the limit to this connection only; the file knows nothing of it.
    database.connection.exec(`PRAGMA max_page_count = ${Number(page_count) + 5}`);
    assert.throws(() => writer.append(batchOf(events("b", 500))), isUnavailable);
    assert.equal(readCounter(database, "events"), 20);
    assert.equal(readEvent(database, "b0"), null);
    assert.equal(database.connection.isTransaction, false);

    database.connection.exec("PRAGMA max_page_count = 1000000");
    const again = writer.append(batchOf(events("b", 500)));
    assert.deepEqual(again, { firstSequence: 21, duplicates: [] });
    // Names that the failed batch had made were undone with it, and are made again.
    assert.equal(readEvent(database, "b1")?.userId, "b-user-1");
    writer.rollUp();
    assert.deepEqual(readRollupDifferences(database), []);
  }));

Deno.test("EventWriter keeps an event whose roll-ups the disk cannot take, and counts it later", () =>
  withFile((open) => {
    const database = open();
    const writer = new EventWriter(database);
    writer.append(batchOf(events("a", 300)));
    const { page_count } = database.get("PRAGMA page_count")!;
    database.connection.exec(`PRAGMA max_page_count = ${page_count}`);
    assert.throws(() => writer.rollUp(), isUnavailable);
    writer.tryRollUp();
    assert.equal(readCounter(database, "events"), 300);
    database.connection.exec("PRAGMA max_page_count = 1000000");
    writer.rollUp();
    assert.deepEqual(readRollupDifferences(database), []);
  }));
