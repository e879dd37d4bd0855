import assert from "node:assert/strict";
import type { Event } from "@/lib/events/event.ts";
import type { EventStore } from "@/lib/store/events.ts";
import type { StoreTest } from "./contract.ts";
import { anEvent, batches, randomEvents } from "./fixtures.ts";

async function everyEvent(events: EventStore): Promise<Event[]> {
  const all: Event[] = [];
  for await (const batch of events.stream({})) all.push(...batch);
  return all;
}

/** Storing events: idempotence, order numbers, durability, text that looks like code. */
export function appendContract(test: StoreTest): void {
  test("append stores new events and gives them growing numbers in the order given", async (store) => {
    const first = anEvent({ id: "a" });
    const second = anEvent({ id: "b", value: null, currency: "BRL", metadata: { region: "x" } });
    const result = await store.events.append([first, second]);
    assert.deepEqual(result.duplicates, []);
    assert.deepEqual(result.inserted.map(({ seq: _seq, ...event }) => event), [first, second]);
    const [one, two] = result.inserted;
    assert.ok(one !== undefined && two !== undefined && one.seq > 0 && two.seq > one.seq);
    assert.deepEqual(await store.events.get("a"), first);
    assert.deepEqual(await store.events.get("b"), second);
    assert.equal(await store.events.get("c"), null);
    assert.equal(await store.events.count(), 2);
    assert.equal(await store.events.lastSequence(), two.seq);
  });

  test("append of nothing stores nothing", async (store) => {
    assert.deepEqual(await store.events.append([]), { inserted: [], duplicates: [] });
    assert.equal(await store.events.count(), 0);
    assert.equal(await store.events.lastSequence(), 0);
    assert.deepEqual(await store.events.since(0, 10), []);
  });

  test("append counts an id once, within a batch and across batches", async (store) => {
    const once = await store.events.append([
      anEvent({ id: "a", value: 1 }),
      anEvent({ id: "b", value: 2 }),
      anEvent({ id: "a", value: 3 }),
    ]);
    assert.deepEqual(once.inserted.map((event) => event.id), ["a", "b"]);
    assert.deepEqual(once.duplicates, ["a"]);
    const again = await store.events.append([
      anEvent({ id: "b", value: 9 }),
      anEvent({ id: "c", value: 4 }),
    ]);
    assert.deepEqual(again.inserted.map((event) => event.id), ["c"]);
    assert.deepEqual(again.duplicates, ["b"]);
    assert.equal((await store.events.get("a"))?.value, 1);
    assert.equal((await store.events.get("b"))?.value, 2);
    assert.equal(await store.events.count(), 3);
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });

  test("append takes overlapping batches of 8 parallel senders exactly once", async (store) => {
    const from = Date.parse("2026-02-01T00:00:00Z");
    const events = randomEvents({ seed: 1, count: 800, from, to: from + 3_600_000 * 5 });
    const accepted = new Map<string, number>();
    const numbers: number[] = [];
    await Promise.all(Array.from({ length: 8 }, async (_, sender) => {
      // Each sender sends most events, beginning elsewhere, so that the same ids meet in flight.
      const rotated = [...events.slice(sender * 90), ...events.slice(0, sender * 90)];
      for (const batch of batches(rotated.slice(0, 600), 37)) {
        const result = await store.events.append(batch);
        assert.equal(result.inserted.length + result.duplicates.length, batch.length);
        for (const event of result.inserted) {
          accepted.set(event.id, (accepted.get(event.id) ?? 0) + 1);
          numbers.push(event.seq);
        }
      }
    }));
    assert.equal(accepted.size, events.length);
    assert.ok([...accepted.values()].every((times) => times === 1));
    assert.equal(new Set(numbers).size, events.length);
    assert.equal(await store.events.count(), events.length);
    assert.equal(await store.events.lastSequence(), Math.max(...numbers));
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });

  test("since gives what came after a number, oldest first, and never reuses one", async (store) => {
    const ids = Array.from({ length: 10 }, (_, index) => `e${index}`);
    // Timestamps run backwards: order of arrival is what counts here.
    const { inserted } = await store.events.append(
      ids.map((id, index) =>
        anEvent({ id, timestamp: new Date(Date.UTC(2026, 0, 20 - index)).toISOString() })
      ),
    );
    assert.deepEqual(await store.events.since(0, 100), inserted);
    assert.deepEqual(await store.events.since(inserted[3]!.seq, 2), inserted.slice(4, 6));
    const newest = inserted.at(-1)!.seq;
    assert.deepEqual(await store.events.since(newest, 100), []);
    assert.equal(await store.events.delete("e9"), true);
    const [later] = (await store.events.append([anEvent({ id: "late" })])).inserted;
    assert.ok(later!.seq > newest, "the number of a deleted event was used again");
  });

  test("reopening keeps events, numbers, roll-ups and duplicates", async (store, opened) => {
    const from = Date.parse("2026-02-01T00:00:00Z");
    const to = from + 86_400_000 * 3;
    const events = randomEvents({ seed: 2, count: 300, from, to });
    for (const batch of batches(events, 64)) await store.events.append(batch);
    const newest = await store.events.lastSequence();
    const summary = await store.events.summary({ from, to });
    const stored = await everyEvent(store.events);
    await store.events.append([anEvent({ id: "gone" })]);
    await store.events.delete("gone");

    const again = await opened.reopen();
    assert.equal(await again.events.count(), 300);
    assert.deepEqual(await everyEvent(again.events), stored);
    assert.deepEqual(await again.events.summary({ from, to }), summary);
    const repeated = await again.events.append(events.slice(0, 5));
    assert.deepEqual(repeated.inserted, []);
    assert.equal(repeated.duplicates.length, 5);
    const [fresh] = (await again.events.append([anEvent({ id: "fresh" })])).inserted;
    assert.ok(fresh!.seq > newest + 1, "the number of a deleted event was used again");
    assert.deepEqual(await again.events.rollupDifferences(), []);
  });

  test("append keeps hostile text as plain data", async (store) => {
    const metadata = JSON.parse(
      `{"__proto__":{"admin":true},"constructor":"x","$ne":null,"$where":"sleep(1)","a.b":{"c.d":1},
        "":"empty","quote":"'; DROP TABLE events; --","percent":"100%_\\\\","emoji":"🛰️👩‍🚀","region":"$gt",
        "product":"O'Reilly \\"%_\\" 🚀","deep":{"$set":{"__proto__":[1,2,{"x":null}]}}}`,
    );
    const hostile = anEvent({
      id: "id'\"%_$ne",
      userId: "__proto__",
      type: "constructor",
      source: "$where",
      metadata,
    });
    await store.events.append([hostile]);
    const stored = await store.events.get(hostile.id);
    assert.equal(JSON.stringify(stored?.metadata), JSON.stringify(metadata));
    assert.equal(Object.getPrototypeOf(stored?.metadata), Object.prototype);
    const found = await store.events.list({ userId: "__proto__", region: "$gt" }, { limit: 5 });
    assert.deepEqual(found.items.map((event) => event.id), [hostile.id]);
    const range = { from: 0, to: Date.parse("2030-01-01T00:00:00Z") };
    const summary = await store.events.summary(range);
    assert.deepEqual(summary.byType, [{ type: "constructor", count: 1, value: 10 }]);
    assert.deepEqual(summary.topUsers, [{ userId: "__proto__", count: 1, value: 10 }]);
    const products = await store.events.breakdown({
      filter: range,
      dimension: "product",
      metric: "count",
      limit: 5,
    });
    assert.deepEqual(products, [{ key: 'O\'Reilly "%_" 🚀', value: 1, share: 1 }]);
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });

  test("ping tells what the store is", async (store) => {
    assert.match(await store.ping(), /\d+\.\d+/);
  });
}
