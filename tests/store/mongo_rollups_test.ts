import assert from "node:assert/strict";
import { Decimal128, type Document } from "mongodb";
import { anEvent, randomEvents } from "./fixtures.ts";
import { mongoTest } from "./mongo.ts";

const FROM = Date.parse("2026-02-01T00:00:00Z");

/** Ways in which roll-ups can be wrong, each as an update of rows that match. */
const spoilings: Record<string, { filter: Document; update: Document | null }> = {
  "a missing row": { filter: { dimension: "region" }, update: null },
  "a wrong count": { filter: { dimension: "all" }, update: { $inc: { count: 1 } } },
  "a wrong count of values": { filter: { dimension: "source" }, update: { $inc: { valued: 1 } } },
  "a sum that drifted": {
    filter: { dimension: "product" },
    update: { $inc: { amount: Decimal128.fromString("0.0001") } },
  },
  "a wrong smallest value": {
    filter: { dimension: "all", min: { $exists: true } },
    update: { $inc: { min: -1 } },
  },
  "a wrong largest value": {
    filter: { dimension: "all", max: { $exists: true } },
    update: { $inc: { max: 1 } },
  },
  "a slot too many": {
    filter: { dimension: "userId", slots: { $exists: true } },
    update: { $set: { "slots.999": { c: 1, v: 0, a: Decimal128.fromString("0") } } },
  },
  "a row too many": {
    filter: { dimension: "merchant" },
    update: { $set: { key: "nobody" } },
  },
};

mongoTest("rollupDifferences() notices every kind of mistake", async ({ open }) => {
  const store = await open();
  await store.events.append(
    randomEvents({ seed: 81, count: 150, from: FROM, to: FROM + 2 * 86_400_000 }),
  );
  const rollups = store.db.collection("rollups");
  for (const [name, { filter, update }] of Object.entries(spoilings)) {
    assert.deepEqual(await store.events.rollupDifferences(), [], `before ${name}`);
    const row = await rollups.findOne(filter);
    assert.ok(row !== null, `no row for ${name}`);
    if (update === null) await rollups.deleteOne({ _id: row._id });
    else await rollups.updateOne({ _id: row._id }, update);
    assert.notDeepEqual(await store.events.rollupDifferences(), [], name);
    await rollups.replaceOne({ _id: row._id }, row, { upsert: true });
  }
});

mongoTest("rollupDifferences() describes at most 20 rows", async ({ open }) => {
  const store = await open();
  await store.events.append(
    randomEvents({ seed: 82, count: 100, from: FROM, to: FROM + 86_400_000 }),
  );
  await store.db.collection("rollups").deleteMany({});
  const differences = await store.events.rollupDifferences();
  assert.equal(differences.length, 20);
  assert.match(differences[0]!, /0 rows/);
});

mongoTest("events with texts of every length are stored, counted and found", async ({ open }) => {
  const store = await open();
  const product = "π".repeat(8_000);
  await store.events.append([
    anEvent({ id: "i".repeat(128), userId: "😀".repeat(64), metadata: { product, region: "|}" } }),
    anEvent({ id: "other", metadata: { product: `${product}!`, region: "|" } }),
  ]);
  const range = { from: FROM, to: Date.parse("2026-04-01T00:00:00Z") };
  const { topProducts, topUsers } = await store.events.summary(range);
  assert.deepEqual(topProducts.map((item) => item.product).sort(), [product, `${product}!`]);
  assert.equal(topUsers.length, 2);
  assert.equal((await store.events.list({ product }, { limit: 5 })).items.length, 1);
  assert.equal((await store.events.userTotals("😀".repeat(64))).events, 1);
  assert.equal(await store.events.delete("other"), true);
  assert.deepEqual(await store.events.rollupDifferences(), []);
});

mongoTest(
  "changing an event within its day keeps the slots of its user exact",
  async ({ open }) => {
    const store = await open();
    await store.events.append([anEvent({ id: "a" }), anEvent({ id: "b" })]);
    await store.events.patch("a", { timestamp: "2026-03-01T12:30:00.000Z" });
    await store.events.patch("b", { timestamp: "2026-03-01T12:30:00.000Z", value: null });
    assert.deepEqual(await store.events.rollupDifferences(), []);
    const [row] = await store.db.collection("rollups").find({ slots: { $exists: true } }).toArray();
    assert.deepEqual(Object.keys(row!.slots), ["150"]);
    const noon = Date.parse("2026-03-01T12:00:00Z");
    const before = await store.events.summary({ from: noon, to: noon + 1_800_000 });
    const after = await store.events.summary({ from: noon + 1_800_000, to: noon + 3_600_000 });
    assert.deepEqual([before.activeUsers, after.activeUsers], [0, 1]);
  },
);
