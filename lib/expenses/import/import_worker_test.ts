import assert from "node:assert/strict";
import type { Event } from "../../events/event.ts";
import type { AppendResult } from "../../store/events.ts";
import { openSqliteStore } from "../../store/sqlite/sqlite_store.ts";
import type { Store } from "../../store/store.ts";
import { RecordScoring } from "../record_scoring.ts";
import { ExpenseImports } from "./expense_imports.ts";
import { importChoices } from "./import_choices.ts";
import { IMPORT_CHUNKS } from "./import_record.ts";
import { ImportWorker } from "./import_worker.ts";

const NOW = Date.UTC(2026, 5, 1);
const HOUR_MS = 3_600_000;
const signal = new AbortController().signal;

/** A table of one expense every five hours, which ends so many hours before now, and its rows. */
function table(rows: number, last = 31, hoursAgo = 100): Uint8Array {
  const lines = Array.from({ length: rows }, (_, n) => {
    const at = NOW - (hoursAgo + (rows - 1 - n) * 5) * HOUR_MS;
    return `${new Date(at).toISOString()},ana,Travel,Cab,${n === rows - 1 ? last : 28 + n % 7}`;
  });
  return new TextEncoder().encode(["date,user,category,merchant,amount", ...lines].join("\n"));
}

interface Fixture {
  store: Store;
  imports: ExpenseImports;
  enqueued: string[];
  worker(storeRows?: (events: Event[]) => Promise<AppendResult>): ImportWorker;
}

async function withImports(work: (fixture: Fixture) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ path: ":memory:" });
  const enqueued: string[] = [];
  const jobs = {
    enqueue: (_kind: string, payload: unknown) => {
      enqueued.push((payload as { id: string }).id);
      return Promise.resolve("job");
    },
  };
  const append = (events: Event[]) => store.events.append(events);
  try {
    await work({
      store,
      imports: new ExpenseImports({ store, jobs, now: () => NOW }),
      enqueued,
      worker: (storeRows = append) =>
        new ImportWorker({ store, ingest: { store: storeRows }, currency: "BRL", now: () => NOW }),
    });
  } finally {
    await store.close();
  }
}

const context = { userId: "bia", timeZone: "UTC", nowMs: NOW, again: false };
const none = importChoices.parse({});

Deno.test("ImportWorker.run() goes on after a crash at any commit, and stores each row once", async () => {
  await withImports(async ({ store, imports, worker }) => {
    const { record } = await imports.import(table(1_700), "may.csv", none, context);
    assert.equal(await store.events.count(), 0);
    for (let crash = 0; crash < 4; crash++) {
      let commits = 0;
      const dying = worker(async (events) => {
        // Dies after the commit, before it could note how far it came.
        if (commits++ === 1) await store.events.append(events);
        if (commits > 1) throw new Error("killed");
        return await store.events.append(events);
      });
      await dying.run(record.id, signal).catch(() => {});
    }
    await worker().run(record.id, signal);
    const events = await store.events.since(0, 5_000);
    assert.equal(events.length, 1_700);
    assert.deepEqual(
      events.map(({ timestamp }) => timestamp),
      events.map(({ timestamp }) => timestamp).toSorted(),
    );
    assert.deepEqual([events[0]?.source, events[0]?.currency, events[0]?.value], [
      "bia",
      "BRL",
      28,
    ]);
    const done = await imports.get(record.id);
    assert.deepEqual([done?.state, done?.stored, done?.rows], ["done", 1_700, 1_700]);
    assert.equal(await store.collection(IMPORT_CHUNKS).count(), 0);
    await worker().run(record.id, signal);
    assert.equal(await store.events.count(), 1_700);
  });
});

Deno.test("ExpenseImports.import() takes a file once, also at the same moment, and in another way only when told", async () => {
  await withImports(async ({ imports, enqueued }) => {
    const file = table(3);
    const both = await Promise.all(
      [1, 2].map(() => imports.import(file, null, none, context)),
    );
    const [{ record }] = both as [typeof both[0]];
    assert.deepEqual(both.map((one) => one.record.id), [record.id, record.id]);
    assert.deepEqual(both.map(({ isNew }) => isNew).sort(), [false, true]);
    const spaced = new TextEncoder().encode(
      `\ufeff${new TextDecoder().decode(file).replaceAll("\n", "\r\n")}`,
    );
    assert.equal((await imports.import(spaced, null, none, context)).record.id, record.id);
    for (const end of ["\n", "\n\n", "\n,,,,\n", "\n  \n"]) {
      const longer = new TextEncoder().encode(`${new TextDecoder().decode(file)}${end}`);
      assert.equal((await imports.import(longer, null, none, context)).record.id, record.id, end);
    }
    const other = importChoices.parse({ merchantColumn: "category", categoryColumn: "#0" });
    await assert.rejects(imports.import(file, null, other, context), { status: 409 });
    const again = await imports.import(file, null, other, { ...context, again: true });
    assert.notEqual(again.record.id, record.id);
    assert.deepEqual(enqueued, [record.id, again.record.id]);
  });
});

Deno.test("ExpenseImports.accept() refuses a table with a wrong row as a whole, and keeps the draft", async () => {
  await withImports(async ({ imports, enqueued, store }) => {
    const bytes = new TextEncoder().encode("date,amount\n2026-01-05,1\n2026-01-06,much\n");
    const id = await imports.keep(bytes, null, "bia");
    await assert.rejects(imports.accept(id, none, context), {
      status: 422,
      errors: [{
        path: "rows.3.amount",
        message: "“much” is no amount; write it like 1,234.56 or 1.234,56",
      }],
    });
    assert.deepEqual(enqueued, []);
    assert.equal(await store.events.count(), 0);
    assert.equal((await imports.read(id, none, context))?.sheet.issueCount, 1);
    assert.equal(await imports.get(id), null);
    await assert.rejects(imports.accept("none", none, context), { status: 404 });
  });
});

Deno.test("ExpenseImports.resume() gives accepted imports their job", async () => {
  await withImports(async ({ imports, enqueued, worker }) => {
    const { record } = await imports.import(table(3), null, none, context);
    await imports.keep(table(4), null, "bia");
    await imports.resume();
    assert.deepEqual(enqueued, [record.id, record.id]);
    await worker().run(record.id, signal);
    await imports.resume();
    assert.equal(enqueued.length, 2);
  });
});

Deno.test("ExpenseImports.keep() drops drafts of an hour ago with their files", async () => {
  const store = await openSqliteStore({ path: ":memory:" });
  try {
    let now = Date.now();
    const jobs = { enqueue: () => Promise.resolve("job") };
    const imports = new ExpenseImports({ store, jobs, now: () => now });
    const first = await imports.keep(table(2), null, "bia");
    assert.notEqual(await imports.read(first, none, context), null);
    now += 61 * 60_000;
    await imports.keep(table(2), null, "bia");
    assert.equal(await imports.read(first, none, context), null);
    assert.equal(await store.collection(IMPORT_CHUNKS).count(), 1);
  } finally {
    await store.close();
  }
});

Deno.test("RecordScoring scores imported history and opens no anomaly for it, but for what is new", async () => {
  for (const [hoursAgo, expected] of [[100, 0], [1, 1]] as const) {
    await withImports(async ({ store, imports, worker }) => {
      const { record } = await imports.import(table(601, 2_400, hoursAgo), null, none, context);
      await worker().run(record.id, signal);
      const flagged: string[] = [];
      const scoring = new RecordScoring({
        store,
        onScored: () => {},
        onFlagged: (anomaly) => Promise.resolve(flagged.push(anomaly.eventId ?? "")),
        now: () => NOW,
      });
      while (await scoring.tick()) { /* the next batch */ }
      const last = (await store.events.since(0, 1_000)).at(-1);
      const verdict = last?.metadata.anomaly as { flagged: boolean } | undefined;
      assert.equal(verdict?.flagged, true);
      assert.equal(flagged.filter((id) => id === last?.id).length, expected);
      if (expected === 0) assert.deepEqual(flagged, []);
    });
  }
});
