import assert from "node:assert/strict";
import { DIMENSIONS, type Event } from "@/lib/events/event.ts";
import {
  type Bucket,
  BUCKETS,
  METRICS,
  type RangedFilter,
  type Series,
  type Summary,
} from "@/lib/store/events.ts";
import { TooManyBucketsError } from "@/lib/analytics/time_buckets.ts";
import type { StoreTest } from "./contract.ts";
import { anEvent, batches, randomEvents, seededRandom } from "./fixtures.ts";
import { oracleBreakdown, oracleBuckets, oracleSummary, oracleTimeseries } from "./oracle.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Equal but for the last digits of a quotient, where drivers may divide differently. */
function assertClose(actual: number | null, expected: number | null, where: string): void {
  if (actual === null || expected === null) return assert.equal(actual, expected, where);
  const tolerance = Math.max(1, Math.abs(expected)) * 1e-12;
  assert.ok(Math.abs(actual - expected) <= tolerance, `${where}: ${actual}, not ${expected}`);
}

function assertSummary(actual: Summary, expected: Summary, where: string): void {
  assertClose(actual.averageTicket, expected.averageTicket, where);
  assert.deepEqual({ ...actual, averageTicket: 0 }, { ...expected, averageTicket: 0 }, where);
}

function assertSeries(actual: Series[], expected: Series[], exact: boolean, where: string): void {
  if (exact) return assert.deepEqual(actual, expected, where);
  assert.deepEqual(actual.map(({ key }) => key), expected.map(({ key }) => key), where);
  for (const [index, { key, points }] of expected.entries()) {
    const found = actual[index]!.points;
    assert.deepEqual(found.map(({ t }) => t), points.map(({ t }) => t), where);
    for (const [n, { t, value }] of points.entries()) {
      assertClose(found[n]!.value, value, `${where}, ${key}, ${t}`);
    }
  }
}

/** Ranges that begin and end in the middle of a minute, on boundaries, inside one hour. */
function ranges(from: number, to: number, seed: number): RangedFilter[] {
  const random = seededRandom(seed);
  const inside = () => from + Math.floor(random() * (to - from));
  const middle = Math.floor((from + to) / 2 / DAY) * DAY;
  return [
    { from: from - DAY, to: to + DAY },
    { from: middle, to: middle + DAY },
    { from: middle + HOUR, to: middle + 9 * HOUR },
    { from: middle + 61_001, to: middle + 62_500 },
    { from: middle + HOUR - 1, to: middle + HOUR + 1 },
    { from: to + DAY, to: to + 2 * DAY },
    ...Array.from({ length: 6 }, () => {
      const [a, b] = [inside(), inside()];
      return { from: Math.min(a, b), to: Math.max(a, b) + 1 };
    }),
  ];
}

const FILTERS = [
  {},
  { type: "purchase" },
  { type: "error" },
  { userId: "user-2" },
  { region: "são-paulo" },
  { product: "product-1" },
  { source: "pos", type: "purchase" },
  { region: "north", category: "food" },
  { minValue: 50 },
  { q: "merchant-2" },
  { region: "nowhere" },
] as const;

async function stored(
  store: { events: { append(events: Event[]): Promise<unknown> } },
  events: Event[],
) {
  for (const batch of batches(events, 250)) await store.events.append(batch);
  return events;
}

/** Questions about periods, compared with a naive oracle. */
export function analyticsContract(test: StoreTest): void {
  const from = Date.parse("2026-01-20T07:11:13.017Z");
  const to = Date.parse("2026-03-05T19:23:29.031Z");

  test("summary agrees with a naive count on any range and filter", async (store) => {
    const events = await stored(store, randomEvents({ seed: 21, count: 2_500, from, to }));
    for (const range of ranges(from, to, 1)) {
      for (const filter of FILTERS) {
        const asked = { ...range, ...filter };
        assertSummary(
          await store.events.summary(asked),
          oracleSummary(events, asked),
          JSON.stringify(asked),
        );
      }
    }
  });

  test("breakdown agrees with a naive count on any range and dimension", async (store) => {
    const events = await stored(store, randomEvents({ seed: 22, count: 2_000, from, to }));
    for (const [index, range] of ranges(from, to, 2).entries()) {
      for (const dimension of DIMENSIONS) {
        for (const metric of ["count", "sum", "avg"] as const) {
          const query = {
            filter: { ...range, ...FILTERS[index % FILTERS.length] },
            dimension,
            metric,
            limit: 7,
          };
          const actual = await store.events.breakdown(query);
          const expected = oracleBreakdown(events, query);
          const where = JSON.stringify(query);
          if (metric !== "avg") {
            assert.deepEqual(
              actual.map(({ key, value }) => ({ key, value })),
              expected.map(({ key, value }) => ({ key, value })),
              where,
            );
          }
          assert.equal(actual.length, expected.length, where);
          for (const [n, item] of expected.entries()) {
            assertClose(actual[n]!.value, item.value, where);
            assertClose(actual[n]!.share, item.share, where);
          }
        }
      }
    }
  });

  test("timeseries agrees with a naive count for every metric and bucket", async (store) => {
    const events = await stored(store, randomEvents({ seed: 23, count: 1_500, from, to }));
    const lengths: Record<Bucket, number> = {
      minute: 2 * HOUR,
      hour: 2 * DAY,
      day: 30 * DAY,
      week: 40 * DAY,
      month: 60 * DAY,
    };
    const random = seededRandom(5);
    for (const bucket of BUCKETS) {
      for (const [index, metric] of [...METRICS, "valued" as const].entries()) {
        const start = from - DAY + Math.floor(random() * 5 * DAY);
        const query = {
          filter: {
            from: start,
            to: start + lengths[bucket] + 123_457,
            ...FILTERS[(index * 3) % FILTERS.length],
          },
          metric,
          bucket,
          timeZone: ["UTC", "America/Sao_Paulo", "Asia/Kathmandu"][index % 3]!,
          groupBy: ([undefined, "type", "userId", "region", "product"] as const)[index % 5],
        };
        assertSeries(
          await store.events.timeseries(query),
          oracleTimeseries(events, query),
          metric !== "avg",
          JSON.stringify(query),
        );
      }
    }
  });

  test("timeseries keeps the largest groups, 20 unless told otherwise, and adds up the rest", async (store) => {
    const events = await stored(
      store,
      randomEvents({ seed: 24, count: 1_500, from, to: from + 3 * DAY, users: 60 }),
    );
    for (const metric of ["count", "sum", "avg", "min", "max", "p50", "p95"] as const) {
      const query = {
        filter: { from: from + 1_111, to: from + 2 * DAY + 77_777 },
        metric,
        bucket: "day" as const,
        timeZone: "Asia/Kolkata",
        groupBy: "userId" as const,
      };
      const actual = await store.events.timeseries(query);
      assert.equal(actual.length, 21);
      assert.equal(actual.at(-1)?.key, "other");
      const expected = oracleTimeseries(events, query);
      assertSeries(actual, expected, metric !== "avg", metric);
      for (const namedSeries of metric === "sum" ? [3, 200] : []) {
        const other = { ...query, namedSeries };
        assertSeries(
          await store.events.timeseries(other),
          oracleTimeseries(events, other),
          metric !== "avg",
          `${metric}, ${namedSeries}`,
        );
      }
    }
  });

  const transitions: Record<string, { zone: string; at: string }> = {
    "spring in Lisbon": { zone: "Europe/Lisbon", at: "2026-03-29T01:00:00Z" },
    "autumn in Lisbon": { zone: "Europe/Lisbon", at: "2026-10-25T01:00:00Z" },
    "a missing midnight in São Paulo": { zone: "America/Sao_Paulo", at: "2018-11-04T03:00:00Z" },
    "a repeated evening in São Paulo": { zone: "America/Sao_Paulo", at: "2019-02-17T02:00:00Z" },
    "half an hour on Lord Howe": { zone: "Australia/Lord_Howe", at: "2026-04-04T15:00:00Z" },
  };
  for (const [name, { zone, at }] of Object.entries(transitions)) {
    test(`timeseries follows the clock through ${name}`, async (store) => {
      const middle = Date.parse(at);
      const events = await stored(
        store,
        randomEvents({ seed: 25, count: 600, from: middle - 3 * DAY, to: middle + 3 * DAY }),
      );
      for (const bucket of ["hour", "day", "week", "month"] as const) {
        const query = {
          filter: { from: middle - 2 * DAY - 1_234_567, to: middle + 2 * DAY + 7_654_321 },
          metric: "sum" as const,
          bucket,
          timeZone: zone,
        };
        assert.deepEqual(
          await store.events.timeseries(query),
          oracleTimeseries(events, query),
          bucket,
        );
      }
    });
  }

  test("timeseries fills empty buckets and refuses too many", async (store) => {
    const range = { from: from, to: from + 90 * 60_000 };
    const empty = await store.events.timeseries({
      filter: range,
      metric: "count",
      bucket: "minute",
      timeZone: "UTC",
    });
    const starts = oracleBuckets(range.from, range.to, "minute", "UTC");
    assert.deepEqual(empty, [{
      key: "all",
      points: starts.map((start) => ({ t: new Date(start).toISOString(), value: 0 })),
    }]);
    await assert.rejects(
      store.events.timeseries({
        filter: { from: 0, to },
        metric: "count",
        bucket: "minute",
        timeZone: "UTC",
      }),
      TooManyBucketsError,
    );
    await assert.rejects(
      store.events.timeseries({
        filter: range,
        metric: "count",
        bucket: "hour",
        timeZone: "Nowhere/Land",
      }),
      RangeError,
    );
  });

  test("analytics see an event as soon as its append is done", async (store) => {
    const range = { from, to: from + DAY };
    for (let count = 1; count <= 30; count++) {
      const timestamp = new Date(from + count).toISOString();
      await store.events.append([anEvent({ id: `n${count}`, timestamp, value: 1 })]);
      assert.equal((await store.events.summary(range)).events, count);
    }
  });
}
