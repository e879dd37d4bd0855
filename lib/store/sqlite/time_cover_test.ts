import assert from "node:assert/strict";
import { GRAIN_SIZES } from "./event_tables.ts";
import { type Cover, coverPeriod } from "./time_cover.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How often an instant is counted. */
function countOf(cover: Cover, instant: number): number {
  let count = 0;
  for (const { grain, block, sign } of cover.blocks) {
    if (Math.floor(instant / GRAIN_SIZES[grain]!) === block) count += sign;
  }
  for (const { from, to, sign } of cover.stretches) {
    if (instant >= from && instant < to) count += sign;
  }
  return count;
}

Deno.test("coverPeriod counts every instant of the period once and no other", () => {
  const start = Date.parse("2026-01-31T23:17:45.123Z");
  for (const length of [1, 999, 60_000, 61_001, HOUR - 1, HOUR * 3 + 5, DAY, DAY * 9 + 7_777_777]) {
    for (const offset of [0, 1, 14_877, HOUR / 2, DAY / 2 + 1, -start - DAY]) {
      const [from, to] = [start + offset, start + offset + length];
      for (const grains of [[0, 1, 2, 3], [1, 2, 3], [2]]) {
        for (const subtract of [false, true]) {
          const cover = coverPeriod({ from, to, grains, subtract });
          const where = JSON.stringify({ from, to, grains, subtract });
          for (let step = -40; step <= 40; step++) {
            const instant = Math.floor((from + to) / 2 + length / 2 * step / 20);
            const inside = instant >= from && instant < to;
            assert.equal(countOf(cover, instant), inside ? 1 : 0, `${where} at ${instant}`);
          }
          for (const instant of [from - 1, to]) assert.equal(countOf(cover, instant), 0, where);
          for (const instant of [from, to - 1]) assert.equal(countOf(cover, instant), 1, where);
          if (!subtract) {
            assert.ok([...cover.blocks, ...cover.stretches].every(({ sign }) => sign === 1));
          }
        }
      }
    }
  }
});

Deno.test("coverPeriod of a month reads few blocks and short stretches", () => {
  const from = Date.parse("2026-01-10T13:47:12.345Z");
  const cover = coverPeriod({ from, to: from + 30 * DAY, grains: [1, 2, 3], subtract: true });
  assert.ok(cover.blocks.length <= 5 + 2 * (3 + 12));
  assert.ok(cover.stretches.every((stretch) => stretch.to - stretch.from <= HOUR / 2));
});
