import assert from "node:assert/strict";
import { seededRandom } from "@/tests/store/fixtures.ts";
import { rowsOf, segmentsOf } from "./event_periods.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

Deno.test("segmentsOf() covers a period once, with whole units, in at most seven pieces", () => {
  const random = seededRandom(1);
  const sizes = { m: MINUTE, h: HOUR, d: DAY, a: NaN };
  for (let round = 0; round < 2_000; round++) {
    const from = Math.floor((random() - 0.5) * 20 * DAY);
    const to = from + Math.floor(random() ** 4 * 10 * DAY);
    const segments = segmentsOf(from, to, ["m", "h", "d"]);
    let at = from;
    for (const segment of segments) {
      assert.equal(segment.from, at);
      assert.ok(segment.to > segment.from);
      const size = segment.granularity === null ? 1 : sizes[segment.granularity];
      assert.equal(Math.abs(segment.from % size), 0);
      assert.equal(Math.abs(segment.to % size), 0);
      at = segment.to;
    }
    assert.equal(at, Math.max(from, to));
    assert.ok(segments.length <= 7);
    const loose = segments.filter(({ granularity }) => granularity === null);
    assert.ok(loose.every((segment) => segment.to - segment.from < MINUTE * 2));
  }
});

Deno.test("segmentsOf() gives events alone where there are no roll-ups", () => {
  assert.deepEqual(segmentsOf(5, 3 * DAY, []), [{ granularity: null, from: 5, to: 3 * DAY }]);
  assert.deepEqual(segmentsOf(5, 5, ["m"]), []);
});

const wholeDays = { from: 0, to: 3 * DAY };

Deno.test("rowsOf() answers from roll-ups with at most one dimension besides type", () => {
  const fromRollups = [
    rowsOf({ filter: wholeDays }),
    rowsOf({ filter: { ...wholeDays, type: "purchase" }, groupBy: "userId" }),
    rowsOf({ filter: { ...wholeDays, region: "north" }, groupBy: "region" }),
    rowsOf({ filter: { ...wholeDays, region: "north" }, groupBy: "type" }),
  ];
  assert.ok(fromRollups.every(({ collection }) => collection === "rollups"));
  const fromEvents = [
    rowsOf({ filter: { ...wholeDays, region: "north" }, groupBy: "product" }),
    rowsOf({ filter: { ...wholeDays, minValue: 1 } }),
    rowsOf({ filter: { ...wholeDays, q: "x" } }),
    rowsOf({ filter: wholeDays, boundaries: [HOUR + 1] }),
  ];
  assert.ok(fromEvents.every(({ collection }) => collection === "events"));
});

Deno.test("rowsOf() never lets a row lie across a boundary", () => {
  const text = (boundary: number) =>
    JSON.stringify(rowsOf({ filter: wholeDays, boundaries: [boundary] }).stages);
  assert.match(text(DAY), /"d\|all/);
  assert.doesNotMatch(text(DAY + HOUR), /"d\|all/);
  assert.match(text(DAY + HOUR), /"h\|all/);
  assert.doesNotMatch(text(DAY + 30 * MINUTE), /"h\|all/);
  assert.match(text(DAY + 30 * MINUTE), /"m\|all/);
});
