import assert from "node:assert/strict";
import { seededRandom } from "@/tests/store/fixtures.ts";
import { rowsOf, segmentsOf } from "./event_periods.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

Deno.test("segmentsOf() covers a period once, with whole units, in at most seven pieces", () => {
  const random = seededRandom(1);
  const lengths = { m: MINUTE, f: 5 * MINUTE, s: 5 * MINUTE, h: HOUR, d: DAY };
  for (let round = 0; round < 2_000; round++) {
    const from = Math.floor((random() - 0.5) * 20 * DAY);
    const to = from + Math.floor(random() ** 4 * 10 * DAY);
    const segments = segmentsOf(from, to, ["m", "h", "d"]);
    let at = from;
    for (const segment of segments) {
      assert.equal(segment.from, at);
      assert.ok(segment.to > segment.from);
      const length = segment.unit === null ? 1 : lengths[segment.unit];
      assert.equal(Math.abs(segment.from % length), 0);
      assert.equal(Math.abs(segment.to % length), 0);
      at = segment.to;
    }
    assert.equal(at, Math.max(from, to));
    assert.ok(segments.length <= 7);
    const loose = segments.filter(({ unit }) => unit === null);
    assert.ok(loose.every((segment) => segment.to - segment.from < MINUTE * 2));
  }
});

Deno.test("segmentsOf() gives events alone where there are no roll-ups", () => {
  assert.deepEqual(segmentsOf(5, 3 * DAY, []), [{ unit: null, from: 5, to: 3 * DAY }]);
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
    rowsOf({ filter: wholeDays, groupBy: "userId", extremes: true }),
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

Deno.test("rowsOf() reads slots of users' days where a day is cut", () => {
  const slots = (query: Partial<Parameters<typeof rowsOf>[0]>) => {
    const filter = { from: HOUR, to: 2 * DAY };
    return JSON.stringify(rowsOf({ filter, groupBy: "userId", ...query }).stages).split(
      "$objectToArray",
    )
      .length - 1;
  };
  assert.equal(slots({}), 1);
  assert.equal(slots({ filter: wholeDays }), 0);
  assert.equal(slots({ filter: wholeDays, boundaries: [HOUR] }), 1);
  assert.equal(slots({ filter: wholeDays, boundaries: [MINUTE] }), 0);
});
