import assert from "node:assert/strict";
import type { Event } from "@/lib/events/event.ts";
import type { EventChanges } from "@/lib/store/events.ts";
import type { StoreTest } from "./contract.ts";
import { anEvent, pick, randomEvents, seededRandom } from "./fixtures.ts";
import { oracleSummary } from "./oracle.ts";

const FROM = Date.parse("2026-02-01T00:00:00Z");
const TO = FROM + 40 * 86_400_000;

function randomChanges(random: () => number, donor: Event): EventChanges {
  const all: Required<EventChanges> = {
    userId: donor.userId,
    type: donor.type,
    value: donor.value,
    currency: "USD",
    timestamp: donor.timestamp,
    metadata: donor.metadata,
  };
  const changes: EventChanges = {};
  for (const field of Object.keys(all) as (keyof EventChanges)[]) {
    if (random() < 0.4) Object.assign(changes, { [field]: all[field] });
  }
  return changes;
}

/** Roll-ups equal a recount, and money is exact, whatever happened before. */
export function rollupContract(test: StoreTest, exactSumEvents: number): void {
  for (const seed of [11, 12]) {
    test(`roll-ups equal a recount after random append, patch and delete (seed ${seed})`, async (store) => {
      const random = seededRandom(seed);
      let kept: Event[] = [];
      for (let round = 0; round < 40; round++) {
        const action = random();
        if (action < 0.5 || kept.length === 0) {
          const events = randomEvents({
            seed: seed * 1000 + round,
            count: 1 + Math.floor(random() * 40),
            from: FROM,
            to: TO,
            users: 6,
          });
          await store.events.append([...events, ...kept.slice(0, 3)]);
          kept.push(...events);
        } else if (action < 0.8) {
          const target = pick(random, kept);
          const changes = randomChanges(random, pick(random, kept));
          const changed = { ...target, ...changes };
          assert.deepEqual(await store.events.patch(target.id, changes), changed);
          assert.deepEqual(await store.events.get(target.id), changed);
          kept = kept.map((event) => event.id === target.id ? changed : event);
        } else {
          const target = pick(random, kept);
          assert.equal(await store.events.delete(target.id), true);
          assert.equal(await store.events.get(target.id), null);
          kept = kept.filter((event) => event.id !== target.id);
        }
        if (round % 10 === 9) {
          assert.deepEqual(await store.events.rollupDifferences(), [], `after round ${round}`);
        }
      }
      assert.equal(await store.events.count(), kept.length);
      const range = { from: FROM - 1, to: TO + 1 };
      assert.deepEqual(await store.events.summary(range), oracleSummary(kept, range));
    });
  }

  test("patch and delete of an unknown event change nothing", async (store) => {
    await store.events.append([anEvent({ id: "a" })]);
    assert.equal(await store.events.patch("b", { value: 3 }), null);
    assert.equal(await store.events.delete("b"), false);
    assert.equal(await store.events.count(), 1);
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });

  test("patches of different fields of an event at once all stay", async (store) => {
    await store.events.append([anEvent({ id: "a", metadata: { region: "x" } })]);
    const changes: EventChanges[] = [
      { userId: "bia" },
      { type: "refund" },
      { value: 7 },
      { metadata: { region: "y", note: "z" } },
    ];
    await Promise.all(changes.map((change) => store.events.patch("a", change)));
    assert.deepEqual(await store.events.get("a"), anEvent(Object.assign({ id: "a" }, ...changes)));
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });

  test("patch of the smallest and the largest value finds the next ones", async (store) => {
    await store.events.append([1, 5, 9].map((value) => anEvent({ id: `v${value}`, value })));
    const hour = Date.parse("2026-03-01T12:00:00Z");
    const ask = async (metric: "min" | "max") => {
      const [series] = await store.events.timeseries({
        filter: { from: hour, to: hour + 3_600_000 },
        metric,
        bucket: "hour",
        timeZone: "UTC",
      });
      return series?.points[0]?.value;
    };
    await store.events.patch("v9", { value: 2 });
    assert.deepEqual([await ask("min"), await ask("max")], [1, 5]);
    await store.events.delete("v1");
    assert.deepEqual([await ask("min"), await ask("max")], [2, 5]);
    await store.events.patch("v5", { value: null });
    await store.events.delete("v9");
    assert.deepEqual([await ask("min"), await ask("max")], [null, null]);
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });

  test("values at the limit keep every digit that they have", async (store) => {
    const hour = Date.parse("2026-03-01T12:00:00Z");
    await store.events.append([
      anEvent({ id: "most", value: 1e12 }),
      anEvent({ id: "least", value: -1e12 }),
      anEvent({ id: "small", value: 0.0001 }),
    ]);
    const ask = async (metric: "min" | "max" | "p50" | "sum", groupBy?: "type") => {
      const [series] = await store.events.timeseries({
        filter: { from: hour, to: hour + 3_600_000 },
        metric,
        bucket: "hour",
        timeZone: "UTC",
        groupBy,
      });
      return series?.points[0]?.value;
    };
    assert.deepEqual([await ask("min"), await ask("max")], [-1e12, 1e12]);
    assert.deepEqual([await ask("min", "type"), await ask("max", "type")], [-1e12, 1e12]);
    assert.deepEqual([await ask("p50"), await ask("sum")], [0.0001, 0.0001]);
    assert.equal(
      (await store.events.patch("most", { value: 999_999_999_999 }))?.value,
      999_999_999_999,
    );
    assert.equal(await ask("max"), 999_999_999_999);
    assert.equal(await store.events.delete("least"), true);
    assert.deepEqual([await ask("min"), await ask("sum")], [0.0001, 999_999_999_999.0001]);
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });

  test(`${exactSumEvents} times 0.10 is exactly a tenth of that`, async (store) => {
    const range = { from: FROM, to: FROM + 3_600_000 };
    const timestamp = new Date(FROM + 1_000).toISOString();
    const total = exactSumEvents / 10;
    let next = 0;
    const sender = async () => {
      while (next < exactSumEvents) {
        const ids = Array.from({ length: 1_000 }, () => `m${next++}`);
        await store.events.append(ids.map((id) => anEvent({ id, value: 0.1, timestamp })));
      }
    };
    await Promise.all([sender(), sender()]);
    const summary = await store.events.summary(range);
    assert.equal(summary.revenue, total);
    assert.equal(summary.averageTicket, 0.1);
    assert.deepEqual(summary.topUsers, [{ userId: "ana", count: exactSumEvents, value: total }]);
    // What roll-ups cannot answer is exact as well.
    const [series] = await store.events.timeseries({
      filter: { ...range, from: FROM + 999, minValue: 0.1 },
      metric: "sum",
      bucket: "minute",
      timeZone: "UTC",
    });
    assert.equal(series?.points[0]?.value, total);
  });

  test("sums of the largest values do not overflow or drift", async (store) => {
    const events = Array.from(
      { length: 2_000 },
      (_, index) => anEvent({ id: `big${index}`, value: 900_719_925_474.0991 }),
    );
    await store.events.append(events.slice(0, 1000));
    await store.events.append(events.slice(1000));
    const day = Date.parse("2026-03-01T00:00:00Z");
    const expected = 1_801_439_850_948_198.2;
    for (const filter of [{}, { minValue: 1 }]) {
      const [item] = await store.events.breakdown({
        filter: { from: day, to: day + 86_400_000, ...filter },
        dimension: "userId",
        metric: "sum",
        limit: 1,
      });
      assert.equal(item?.value, expected);
    }
    assert.equal((await store.events.userTotals("ana")).byType[0]?.value, expected);
    await store.events.append([anEvent({ id: "minus", value: -1e12 })]);
    const summary = await store.events.summary({ from: day, to: day + 86_400_000 });
    assert.equal(summary.revenue, 1_800_439_850_948_198.2);
    assert.deepEqual(await store.events.rollupDifferences(), []);
  });
}
