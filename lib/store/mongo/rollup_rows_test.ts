import assert from "node:assert/strict";
import { anEvent } from "@/tests/store/fixtures.ts";
import { changesOf, historyIds, rowPrefix, upsertOf } from "./rollup_rows.ts";

Deno.test("changesOf() adds up events of one row", () => {
  const changes = changesOf([
    { event: anEvent({ id: "a", value: 0.1 }), sign: 1 },
    { event: anEvent({ id: "b", value: 0.2 }), sign: 1 },
    { event: anEvent({ id: "c", value: null }), sign: 1 },
  ]);
  const sum = { count: 3, valued: 2, units: 3_000n };
  const row = { type: "purchase", ...sum, removed: [] };
  assert.deepEqual(changes.find(({ id }) => id === "h|source|2026-03-01T12:00|shop|purchase"), {
    ...row,
    id: "h|source|2026-03-01T12:00|shop|purchase",
    granularity: "h",
    start: Date.parse("2026-03-01T12:00:00Z"),
    dimension: "source",
    key: "shop",
    slots: new Map(),
    added: [0.1, 0.2],
  });
  assert.deepEqual(changes.find(({ id }) => id === "d|userId|2026-03-01T00:00|ana|purchase"), {
    ...row,
    id: "d|userId|2026-03-01T00:00|ana|purchase",
    granularity: "d",
    start: Date.parse("2026-03-01T00:00:00Z"),
    dimension: "userId",
    key: "ana",
    slots: new Map([["144", sum]]),
    added: [],
  });
  // all: minute, hour, day, history; userId: day, history; source: five minutes, hour, day.
  assert.equal(changes.length, 9);
});

Deno.test("changesOf() floors periods before 1970", () => {
  const [minute] = changesOf([
    { event: anEvent({ id: "a", timestamp: "1969-12-31T23:59:59.999Z" }), sign: 1 },
  ]);
  assert.equal(minute?.id, "m|all|1969-12-31T23:59||purchase");
});

Deno.test("changesOf() takes back what an event added", () => {
  const event = anEvent({ id: "a", value: -2.5 });
  const [change] = changesOf([{ event, sign: 1 }, { event, sign: -1 }]);
  assert.deepEqual(
    [change?.count, change?.valued, change?.units, change?.added, change?.removed],
    [0, 0, 0n, [-2.5], [-2.5]],
  );
});

Deno.test("rowPrefix() sorts like time", () => {
  const times = [-62_167_219_200_000, -1, 0, 1_772_323_200_000, 253_402_300_799_000];
  const prefixes = times.map((time) => rowPrefix("m", "all", time));
  assert.deepEqual([...prefixes].sort(), prefixes);
});

Deno.test("upsertOf() bounds the id of a long key and keeps the key", () => {
  const product = "x".repeat(16_000);
  const event = anEvent({ id: "a", metadata: { product } });
  const long = changesOf([{ event, sign: 1 }]).find((change) => change.dimension === "product")!;
  assert.ok(long.id.length < 400);
  assert.equal(upsertOf(long).update.$setOnInsert.key, product);
  const other = anEvent({ id: "b", metadata: { product: `${product}y` } });
  const ids = new Set(
    changesOf([{ event, sign: 1 }, { event: other, sign: 1 }])
      .filter((change) => change.dimension === "product").map(({ id }) => id),
  );
  assert.equal(ids.size, 6);
});

Deno.test("historyIds() holds a key's rows and no other key's, but those that it begins", () => {
  const range = historyIds("userId", "ana");
  const inside = (id: string) => id >= range.$gte && id < range.$lt;
  assert.ok(inside("a|userId||ana|purchase"));
  assert.ok(inside("a|userId||ana|zzz"));
  assert.ok(!inside("a|userId||anab|purchase"));
  assert.ok(!inside("a|userId||an|purchase"));
});
