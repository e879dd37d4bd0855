import assert from "node:assert/strict";
import { partialBuckets } from "./partial_buckets.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 22, 8);
const sales = [0, 1, 2].map((n) => ({ t: new Date(START + n * HOUR).toISOString(), value: 1 }));
const partial = (from: number, to: number) =>
  partialBuckets({ sales, range: { preset: "24h", from, to, bucket: "hour" } });

Deno.test("partialBuckets() names the ends that the period cuts", () => {
  assert.deepEqual(partial(START, START + 3 * HOUR), []);
  assert.deepEqual(partial(START + 1, START + 3 * HOUR), [0]);
  assert.deepEqual(partial(START, START + 3 * HOUR - 1), [2]);
  assert.deepEqual(partial(START + 1, START + 2 * HOUR + 1), [0, 2]);
});

Deno.test("partialBuckets() takes a bucket that began after the page was read as filling", () => {
  assert.deepEqual(partial(START, START + HOUR), [2]);
});

Deno.test("partialBuckets() of nothing is nothing", () => {
  const range = { preset: "24h", from: 0, to: 1, bucket: "day" } as const;
  assert.deepEqual(partialBuckets({ sales: [], range }), []);
});
