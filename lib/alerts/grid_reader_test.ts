import assert from "node:assert/strict";
import { seededRandom } from "../sample/random.ts";
import { openSqliteStore } from "../store/sqlite/sqlite_store.ts";
import type { Store } from "../store/store.ts";
import { type BucketGrid, WHOLE } from "./bucket_grid.ts";
import type { EventCondition } from "./condition.ts";
import { GridCache, type NeededSource, readGrid } from "./grid_reader.ts";
import { lookbackMinutes, sourcesOf } from "./rule_sources.ts";
import { aRule } from "./testing/alert_rig.ts";

const MINUTE = 60_000;
const BEGIN = Date.UTC(2026, 4, 4, 12);
const REGIONS = ["SP", "RJ", "MG"];
const CATEGORIES = ["Food", "Travel"];

async function withStore(test: (store: Store) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-grids-" });
  const store = await openSqliteStore({ path: `${folder}/vigia.db` });
  try {
    await test(store);
  } finally {
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Every kind of question about one value, some that nothing shares, and what rules look back to. */
function neededSources(): NeededSource[] {
  const filters = [
    ...REGIONS.flatMap((region) => [{ region }, { region, type: "error" }]),
    ...CATEGORIES.map((category) => ({ category, type: "purchase" })),
    { region: "SP", category: "Food" },
    { type: "error" },
    { userId: "ana", type: "error" },
    { region: "nowhere" },
  ];
  const needed = new Map<string, NeededSource>();
  for (const [n, filter] of filters.entries()) {
    for (const [m, metric] of ["count", "sum", "avg", "min", "max", "p95"].entries()) {
      const windowMinutes = metric === "p95" ? 60 : [1, 7, 45, 90][(n + m) % 4]!;
      const limit = { operator: "above", value: 1 };
      const rule = aRule({
        condition: { kind: "threshold", filter, metric, windowMinutes, ...limit },
      });
      const minutes = lookbackMinutes(rule.condition as EventCondition);
      const { main, of } = sourcesOf(rule)!;
      for (const source of of === null ? [main] : [main, of]) {
        const known = needed.get(source.id)?.minutes ?? 0;
        needed.set(source.id, { source, minutes: Math.max(minutes, known) });
      }
    }
  }
  return [...needed.values()];
}

/** What rules can read of a grid. */
function readable(grid: BucketGrid): unknown {
  const buckets = Array.from({ length: grid.length }, (_, n) => grid.first + n);
  return {
    first: grid.first,
    sums: buckets.map((bucket) => grid.sum(WHOLE, bucket, bucket + 1)),
    least: buckets.map((bucket) => grid.extreme(WHOLE, bucket, bucket + 1, "min")),
    most: buckets.map((bucket) => grid.extreme(WHOLE, bucket, bucket + 1, "max")),
  };
}

/** As `readable`; where a grid says 0 and another nothing, rules see no difference in counts and sums. */
function comparable(grid: BucketGrid, { source }: NeededSource): unknown {
  const isExtreme = !["count", "sum", "valued"].includes(source.metric);
  const { first, sums, least, most } = readable(grid) as Record<string, unknown>;
  return isExtreme ? { first, least, most } : { first, sums };
}

Deno.test("GridCache.readAll() knows of each source what it alone would read, round after round", async () => {
  await withStore(async (store) => {
    const random = seededRandom(9);
    let number = 0;
    const add = async (from: number, to: number, count: number) => {
      await store.events.append(Array.from({ length: count }, () => {
        const timestamp = new Date(
          BEGIN + Math.floor((from + random.next() * (to - from)) * MINUTE),
        )
          .toISOString();
        return {
          id: `e${++number}`,
          userId: random.pick(["ana", "rui"]),
          type: random.pick(["error", "purchase", "login"]),
          value: random.next() < 0.7 ? Math.round(random.next() * 1e6) / 1e4 - 20 : null,
          timestamp,
          metadata: { region: random.pick(REGIONS), category: random.pick(CATEGORIES) },
          source: "test",
          receivedAt: timestamp,
        };
      }));
    };
    await add(-300, 0, 900);
    const cache = new GridCache(store.events);
    const needed = neededSources();
    for (let round = 0; round < 6; round++) {
      const asked = round === 0 ? needed.slice(0, 30) : needed;
      const to = BEGIN + round * MINUTE;
      const grids = await cache.readAll(asked, to, to);
      for (const one of asked) {
        const alone = await readGrid(store.events, one.source, one.minutes, to, to);
        assert.deepEqual(
          comparable(grids.get(one.source.id)!, one),
          comparable(alone, one),
          `round ${round}, ${one.source.id}`,
        );
      }
      assert.equal(grids.size, asked.length);
      // Some come up to a quarter of an hour late.
      await add(round - 14, round + 1, 40);
    }
  });
});

Deno.test("GridCache.readAll() asks once for all values of a dimension", async () => {
  await withStore(async (store) => {
    const asked: string[] = [];
    const cache = new GridCache({
      timeseries: (query) => {
        asked.push("timeseries");
        return store.events.timeseries(query);
      },
      minutes: (query) => {
        asked.push(`${query.dimension} ${query.keys.length} ${(query.to - query.from) / MINUTE}`);
        return store.events.minutes(query);
      },
    });
    const needed = Array.from({ length: 300 }, (_, n): NeededSource => {
      const { main } = sourcesOf(aRule({
        condition: {
          kind: "threshold",
          filter: { merchant: `m${n}`, type: "error" },
          metric: "count",
          windowMinutes: 10,
          operator: "above",
          value: 1,
        },
      }))!;
      return { source: main, minutes: 10 };
    });
    await cache.readAll(needed, BEGIN, BEGIN);
    assert.deepEqual(asked, ["merchant 300 10"]);
  });
});
