import assert from "node:assert/strict";
import { Registry } from "prom-client";
import { ProblemError } from "../http/problem.ts";
import { silentLogger } from "../logging/logger.ts";
import { openSqliteStore } from "../store/sqlite/sqlite_store.ts";
import type { Store } from "../store/store.ts";
import { EventService } from "./event_service.ts";
import { Ingest } from "./ingest.ts";
import { WebhookVerifier } from "./standard_webhooks.ts";

async function withService(
  work: (service: EventService, store: Store, changes: () => number) => Promise<void>,
): Promise<void> {
  const store = await openSqliteStore({ path: ":memory:" });
  let changes = 0;
  const ingest = new Ingest({
    store: store.events,
    inbox: { accept: () => Promise.reject(new Error("not used")) },
    webhooks: new WebhookVerifier([]),
    onStored: () => {},
    registry: new Registry(),
    logger: silentLogger,
  });
  try {
    const onChanged = () => changes++;
    await work(new EventService({ store: store.events, ingest, onChanged }), store, () => changes);
  } finally {
    await store.close();
  }
}

const purchase = (id: string, userId: string, value: number) => ({
  id,
  userId,
  type: "purchase",
  value,
});

Deno.test("EventService.create() gives back the stored event, also for a known id", async () => {
  await withService(async (service) => {
    const first = await service.create(purchase("a", "ana", 1), "shop");
    assert.deepEqual(await service.get("a"), first);
    assert.deepEqual(await service.create(purchase("a", "bia", 2), "other"), first);
  });
});

Deno.test("EventService.create() refuses what is not valid and names each field", async () => {
  await withService(async (service, store) => {
    await assert.rejects(service.create({ userId: "", type: "X" }, "shop"), (error) => {
      assert.ok(error instanceof ProblemError && error.status === 422);
      assert.deepEqual(error.errors?.map(({ path }) => path), ["userId", "type"]);
      return true;
    });
    assert.equal(await store.events.count(), 0);
  });
});

Deno.test("EventService.totals() and list() tell a user's whole story and a page of it", async () => {
  await withService(async (service) => {
    for (let i = 0; i < 5; i++) await service.create(purchase(`a${i}`, "ana", i), "shop");
    await service.create(purchase("b", "bia", 100), "shop");
    const totals = await service.totals("ana");
    assert.deepEqual([totals.events, totals.byType], [
      5,
      [{ type: "purchase", count: 5, value: 10 }],
    ]);
    const { items, next } = await service.list({ userId: "ana" }, { limit: 2 });
    assert.deepEqual(items.map(({ id }) => id), ["a4", "a3"]);
    assert.notEqual(next, null);
  });
});

Deno.test("EventService tells of changes and deletions that happened, and of no others", async () => {
  await withService(async (service, _store, changes) => {
    await service.create(purchase("a", "ana", 1), "shop");
    assert.equal(changes(), 0);
    assert.equal(await service.patch("none", { value: 2 }), null);
    assert.equal(await service.delete("none"), false);
    assert.equal(changes(), 0);
    assert.equal((await service.patch("a", { value: 2 }))?.value, 2);
    assert.equal(await service.delete("a"), true);
    assert.equal(changes(), 2);
  });
});
