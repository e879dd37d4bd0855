import assert from "node:assert/strict";
import type { Event } from "@/lib/events/event.ts";
import type { EventFilter, EventStore } from "@/lib/store/events.ts";
import { UnknownCursorError } from "@/lib/store/pages.ts";
import type { StoreTest } from "./contract.ts";
import { anEvent, batches, randomEvents } from "./fixtures.ts";
import { newestFirst } from "./oracle.ts";

const FROM = Date.parse("2026-02-01T00:00:00Z");
const TO = FROM + 10 * 86_400_000;

async function pageThrough(events: EventStore, filter: EventFilter, limit: number) {
  const all: Event[] = [];
  let cursor: string | undefined;
  do {
    const page = await events.list(filter, { limit, cursor });
    assert.ok(page.items.length <= limit);
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** Lists of events: filters, order, cursors, streams. */
export function listContract(test: StoreTest): void {
  const filters: Record<string, EventFilter> = {
    "nothing": {},
    "type": { type: "refund" },
    "an unknown type": { type: "nothing.like.it" },
    "userId": { userId: "user-3" },
    "source": { source: "pos" },
    "region": { region: "são-paulo" },
    "product": { product: "product-2" },
    "category": { category: "fuel" },
    "merchant": { merchant: "merchant-7" },
    "from": { from: FROM + 86_400_000 * 4 + 12_345 },
    "to": { to: FROM + 86_400_000 * 2 + 54_321 },
    "a range of time": { from: FROM + 86_400_000, to: FROM + 86_400_000 * 3 },
    "minValue": { minValue: 150.5 },
    "maxValue": { maxValue: 0 },
    "a range of value": { minValue: 10, maxValue: 20 },
    "everything at once": {
      type: "purchase",
      source: "shop",
      region: "north",
      from: FROM + 86_400_000,
      to: TO - 86_400_000,
      minValue: 1,
      maxValue: 190,
      q: "USER-",
    },
    "text": { q: "MERCHANT-1" },
    "text with a type": { q: "e3-0000", type: "login" },
    "text beyond ASCII": { q: "SÃO-PAULO" },
  };

  test("list, stream and their filters agree with a plain filter", async (store) => {
    const events = randomEvents({ seed: 3, count: 700, from: FROM, to: TO });
    for (const batch of batches(events, 100)) await store.events.append(batch);
    for (const [name, filter] of Object.entries(filters)) {
      const expected = newestFirst(events, filter);
      assert.deepEqual(await pageThrough(store.events, filter, 90), expected, `list by ${name}`);
      const streamed: Event[] = [];
      for await (const batch of store.events.stream(filter)) streamed.push(...batch);
      assert.deepEqual(streamed, expected, `stream by ${name}`);
    }
    assert.ok(newestFirst(events, filters["everything at once"]!).length > 0);
  });

  test("list takes q as plain text, never as a pattern", async (store) => {
    await store.events.append([
      anEvent({ id: "percent", metadata: { message: "100% off" } }),
      anEvent({ id: "thousand", metadata: { message: "1000 off" } }),
      anEvent({ id: "under_score", metadata: {} }),
      anEvent({ id: "underXscore", metadata: {} }),
      anEvent({ id: "regex", metadata: { message: "a.*b (c)[d]" } }),
      anEvent({ id: "quoted", metadata: { message: 'say "hi" \\ there' } }),
      anEvent({ id: "nested", metadata: { a: { b: ["Needle"] } } }),
      anEvent({ id: "user", userId: "Maria.Silva" }),
      anEvent({ id: "type", type: "signup" }),
      anEvent({ id: "source", source: "Loja Física" }),
    ]);
    const search = async (q: string) =>
      (await store.events.list({ q }, { limit: 50 })).items.map((event) => event.id).sort();
    assert.deepEqual(await search("100%"), ["percent"]);
    assert.deepEqual(await search("under_"), ["under_score"]);
    assert.deepEqual(await search("a.*b (c)["), ["regex"]);
    assert.deepEqual(await search(".*"), ["regex"]);
    assert.deepEqual(await search('SAY "hi" \\ t'), ["quoted"]);
    assert.deepEqual(await search("needle"), ["nested"]);
    assert.deepEqual(await search("maria.s"), ["user"]);
    assert.deepEqual(await search("SIGN"), ["type"]);
    assert.deepEqual(await search("FÍSICA"), ["source"]);
    assert.deepEqual(await search("^"), []);
  });

  test("list pages stay whole while new events arrive", async (store) => {
    const events = randomEvents({ seed: 4, count: 200, from: FROM, to: TO });
    await store.events.append(events);
    const seen: string[] = [];
    let cursor: string | undefined;
    let round = 0;
    do {
      const page = await store.events.list({}, { limit: 17, cursor });
      seen.push(...page.items.map((event) => event.id));
      cursor = page.next ?? undefined;
      await store.events.append(
        randomEvents({ seed: 100 + round++, count: 10, from: TO, to: TO + 86_400_000 }),
      );
    } while (cursor !== undefined);
    assert.deepEqual(seen, newestFirst(events, {}).map((event) => event.id));
  });

  test("list gives no cursor on the last page, also when it is full", async (store) => {
    await store.events.append(["a", "b", "c", "d"].map((id) => anEvent({ id })));
    const first = await store.events.list({}, { limit: 2 });
    assert.deepEqual(first.items.map((event) => event.id), ["d", "c"]);
    assert.ok(first.next !== null);
    const second = await store.events.list({}, { limit: 2, cursor: first.next });
    assert.deepEqual(second.items.map((event) => event.id), ["b", "a"]);
    assert.equal(second.next, null);
  });

  test("list refuses a cursor that it did not make", async (store) => {
    await store.events.append([anEvent({ id: "a" }), anEvent({ id: "b" })]);
    const { next } = await store.events.list({}, { limit: 1 });
    for (const cursor of ["", "x", "'; --", "e30", btoa("[1]"), `${next}x`, "A".repeat(4000)]) {
      await assert.rejects(store.events.list({}, { limit: 1, cursor }), UnknownCursorError, cursor);
    }
  });

  test("userTotals counts a user's whole history", async (store) => {
    const events = randomEvents({ seed: 5, count: 400, from: FROM, to: TO });
    for (const batch of batches(events, 50)) await store.events.append(batch);
    const mine = events.filter((event) => event.userId === "user-1");
    const totals = await store.events.userTotals("user-1");
    assert.equal(totals.userId, "user-1");
    assert.equal(totals.events, mine.length);
    const times = mine.map((event) => event.timestamp).sort();
    assert.equal(totals.firstSeen, times[0]);
    assert.equal(totals.lastSeen, times.at(-1));
    for (const { type, count, value } of totals.byType) {
      const ofType = mine.filter((event) => event.type === type);
      assert.equal(count, ofType.length);
      const units = ofType.reduce((sum, event) => sum + Math.round((event.value ?? 0) * 1e4), 0);
      assert.equal(value, units / 1e4);
    }
    assert.equal(totals.byType.reduce((sum, { count }) => sum + count, 0), mine.length);
    assert.deepEqual(await store.events.userTotals("nobody"), {
      userId: "nobody",
      events: 0,
      firstSeen: null,
      lastSeen: null,
      byType: [],
    });
  });
}
