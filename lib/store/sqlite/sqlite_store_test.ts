import assert from "node:assert/strict";
import { join } from "node:path";
import { z } from "zod";
import type { CollectionSpec } from "../collections.ts";
import { type Store, StoreUnavailableError } from "../store.ts";
import { openSqliteStore } from "./sqlite_store.ts";

const notes: CollectionSpec<{ text: string }> = {
  name: "notes",
  schema: z.object({ text: z.string() }),
};
const anEvent = {
  id: "e1",
  userId: "ana",
  type: "login",
  value: null,
  timestamp: "2026-01-01T00:00:00.000Z",
  metadata: {},
  source: "shop",
  receivedAt: "2026-01-01T00:00:00.000Z",
};

async function withStore(
  test: (store: Store) => Promise<void>,
  longestTransactionMs?: number,
): Promise<void> {
  const store = await openSqliteStore({ path: ":memory:", longestTransactionMs });
  try {
    await test(store);
  } finally {
    await store.close();
  }
}

Deno.test("openSqliteStore says that it cannot when the folder is not there", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  const path = join(folder, "missing", "vigia.db");
  await assert.rejects(openSqliteStore({ path }), StoreUnavailableError);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("SqliteStore.close() ends everything, twice is once, and nothing works afterwards", async () => {
  const store = await openSqliteStore({ path: ":memory:" });
  await store.collection(notes).insert({ text: "a" });
  await store.close();
  await store.close();
  await assert.rejects(store.events.append([anEvent]), StoreUnavailableError);
  await assert.rejects(store.collection(notes).count(), StoreUnavailableError);
  await assert.rejects(store.ping(), StoreUnavailableError);
});

Deno.test("SqliteStore.close() keeps what was asked for before", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  const path = join(folder, "vigia.db");
  const store = await openSqliteStore({ path });
  const appended = store.events.append([anEvent]);
  await store.close();
  assert.equal((await appended).inserted.length, 1);
  const again = await openSqliteStore({ path });
  assert.equal(await again.events.count(), 1);
  await again.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("SqliteStore.transaction() refuses writes beside it from the inside, which would never end", () =>
  withStore(async (store) => {
    await store.collection(notes).count();
    await store.transaction(async (tx) => {
      const outside = /use the transaction's collections/;
      await assert.rejects(store.collection(notes).insert({ text: "a" }), outside);
      await assert.rejects(store.events.append([anEvent]), outside);
      await assert.rejects(store.transaction(() => Promise.resolve()), /inside of another/);
      await tx.collection(notes).insert({ text: "b" });
    });
    assert.equal(await store.collection(notes).count(), 1);
    assert.equal((await store.events.append([anEvent])).inserted.length, 1);
  }));

Deno.test("SqliteStore.transaction() gives collections that end with it", () =>
  withStore(async (store) => {
    const kept = await store.transaction((tx) => Promise.resolve(tx.collection(notes)));
    await assert.rejects(kept.insert({ text: "late" }), /has ended/);
    assert.equal(await store.collection(notes).count(), 0);
  }));

Deno.test("SqliteStore.transaction() is undone when it takes too long, and lets others go on", () =>
  withStore(async (store) => {
    const stuck = Promise.withResolvers<void>();
    const endless = store.transaction(async (tx) => {
      await tx.collection(notes).insert({ text: "stuck" });
      await stuck.promise;
      await tx.collection(notes).insert({ text: "too late" });
    });
    const waiting = store.events.append([anEvent]);
    await assert.rejects(endless, StoreUnavailableError);
    assert.equal((await waiting).inserted.length, 1);
    stuck.resolve();
    assert.equal(await store.collection(notes).count(), 0);
  }, 100));

Deno.test("SqliteStore refuses questions inside a transaction that would wait for its end", () =>
  withStore(async (store) => {
    const range = { from: 0, to: Date.parse("2030-01-01T00:00:00Z") };
    await store.transaction(async () => {
      const before = /ask before it/;
      await assert.rejects(store.events.summary(range), before);
      await assert.rejects(store.events.list({ userId: "ana" }, { limit: 5 }), before);
      assert.equal((await store.events.list({}, { limit: 5 })).items.length, 0);
    });
    await store.events.append([anEvent]);
    assert.equal((await store.events.summary(range)).events, 1);
  }));

Deno.test("SqliteStore answers questions that are asked beside an open transaction", () =>
  withStore(async (store) => {
    const range = { from: 0, to: Date.parse("2030-01-01T00:00:00Z") };
    const proceed = Promise.withResolvers<void>();
    await store.events.append([anEvent]);
    const running = store.transaction(() => proceed.promise);
    const asked = store.events.summary(range);
    assert.equal((await store.events.get("e1"))?.id, "e1");
    proceed.resolve();
    assert.equal((await asked).events, 1);
    await running;
  }));
