import assert from "node:assert/strict";
import { type AlertHappening, placeOf, spanOf, touches } from "./happening.ts";

const HOUR = 3_600_000;
const STARTS = [0, 1, 2, 4].map((n) => n * HOUR);

function alert(from: number, to: number | null): AlertHappening {
  return { kind: "alert", id: "a", from, to, alertname: "A", severity: "critical" };
}

Deno.test("placeOf() counts from the middle of the first bucket, whatever their lengths", () => {
  for (
    const [at, place] of [
      [-HOUR, -0.5],
      [0, -0.5],
      [HOUR / 2, 0],
      [HOUR, 0.5],
      [3 * HOUR, 2],
      [5 * HOUR, 3],
      [99 * HOUR, 3.5],
    ] as const
  ) assert.equal(placeOf(at, STARTS), place, `${at}`);
});

Deno.test("spanOf() reaches to the end while it goes on, and touches() the buckets it lies in", () => {
  const past = spanOf(alert(HOUR * 1.2, HOUR * 1.4), STARTS);
  assert.deepEqual([0, 1, 2, 3].filter((index) => touches(past, index)), [1]);
  const open = spanOf(alert(HOUR * 1.2, null), STARTS);
  assert.equal(open.to, 3.5);
  assert.deepEqual([0, 1, 2, 3].filter((index) => touches(open, index)), [1, 2, 3]);
});
