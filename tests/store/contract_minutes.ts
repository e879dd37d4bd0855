import assert from "node:assert/strict";
import type { Event } from "@/lib/events/event.ts";
import { dimensionOf } from "@/lib/events/event.ts";
import type { MinutesQuery, MinuteTotals } from "@/lib/store/events.ts";
import type { StoreTest } from "./contract.ts";
import { anEvent, batches, randomEvents } from "./fixtures.ts";

const MINUTE = 60_000;
const FROM = Date.parse("2026-02-03T10:00:00Z");

/** What `minutes` must answer, in plain loops. */
function oracleMinutes(events: readonly Event[], query: MinutesQuery): MinuteTotals[] {
  const totals = new Map<string, MinuteTotals & { units: bigint }>();
  for (const event of events) {
    const time = Date.parse(event.timestamp);
    const key = dimensionOf(event, query.dimension);
    if (key === null || !query.keys.includes(key)) continue;
    if (time < query.from || time >= query.to) continue;
    const minute = Math.floor(time / MINUTE);
    const { type, value } = event;
    const name = JSON.stringify([minute, type, key]);
    const one = totals.get(name) ??
      { minute, type, key, count: 0, valued: 0, sum: 0, units: 0n, min: null, max: null };
    totals.set(name, one);
    one.count++;
    if (value === null) continue;
    one.valued++;
    one.units += BigInt(Math.round(value * 10_000));
    one.min = Math.min(one.min ?? Infinity, value);
    one.max = Math.max(one.max ?? -Infinity, value);
  }
  return inOrder([...totals.values()].map(({ units, ...rest }) => ({
    ...rest,
    sum: Number(units) / 10_000,
  })));
}

function inOrder(totals: MinuteTotals[]): MinuteTotals[] {
  const name = ({ minute, type, key }: MinuteTotals) => `${minute} ${type} ${key}`;
  return totals.toSorted((a, b) => name(a) < name(b) ? -1 : 1);
}

/** Totals of many values of a dimension at once. */
export function minutesContract(test: StoreTest): void {
  test("minutes agrees with a naive count for every dimension", async (store) => {
    const events = randomEvents({ seed: 31, count: 1_200, from: FROM, to: FROM + 40 * MINUTE });
    for (const batch of batches(events, 400)) await store.events.append(batch);
    const keysOf = {
      source: ["shop", "app", "test"],
      region: ["north", "são-paulo", "東京", "nowhere"],
      product: ["product-0", "product-1", "product-9"],
      category: ["food", "fuel"],
      merchant: ["merchant-3"],
    } as const;
    let found = 0;
    for (const [name, keys] of Object.entries(keysOf)) {
      const dimension = name as keyof typeof keysOf;
      for (const [from, to] of [[0, 40], [7, 8], [13, 31]] as const) {
        const query = { dimension, keys, from: FROM + from * MINUTE, to: FROM + to * MINUTE };
        const actual = await store.events.minutes(query);
        assert.deepEqual(inOrder(actual), oracleMinutes(events, query), JSON.stringify(query));
        found += actual.length;
      }
    }
    assert.ok(found > 200, `${found}`);
  });

  test("minutes keeps money exact and sees times before 1970", async (store) => {
    const values = [0.1, 0.2, 999_999_999_999.9999, -5, null];
    await store.events.append(values.map((value, n) =>
      anEvent({
        id: `e${n}`,
        value,
        timestamp: "1969-12-31T23:59:30.000Z",
        metadata: { region: "x" },
      })
    ));
    const query = { dimension: "region", keys: ["x"], from: -2 * MINUTE, to: MINUTE } as const;
    assert.deepEqual(await store.events.minutes(query), [{
      minute: -1,
      type: "purchase",
      key: "x",
      count: 5,
      valued: 4,
      sum: 999_999_999_995.2999,
      min: -5,
      max: 999_999_999_999.9999,
    }]);
    assert.deepEqual(await store.events.minutes({ ...query, keys: [] }), []);
  });
}
