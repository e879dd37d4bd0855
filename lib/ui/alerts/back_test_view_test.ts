import assert from "node:assert/strict";
import type { BackTest } from "../../alerts/backtest.ts";
import { extremesOf, spansOf } from "./back_test_view.ts";

const firing = {
  dimensionValue: null,
  value: 3,
  pendingAt: "",
  firedAt: "2026-05-04T01:30:00.000Z",
};
const tried: BackTest = {
  from: "2026-05-04T00:00:00.000Z",
  to: "2026-05-04T03:00:00.000Z",
  count: 2,
  firings: [
    { ...firing, resolvedAt: "2026-05-04T02:00:00.000Z" },
    { ...firing, resolvedAt: null },
  ],
  points: [
    { t: "2026-05-04T00:00:00.000Z", value: null },
    { t: "2026-05-04T01:00:00.000Z", value: -2 },
    { t: "2026-05-04T02:00:00.000Z", value: 3 },
  ],
  limit: 3,
  truncated: false,
};

Deno.test("spansOf() places firings between the points; what still fires reaches the end", () => {
  assert.deepEqual(spansOf(tried), [{ from: 1, to: 1.5 }, { from: 1, to: 2.5 }]);
  assert.deepEqual(spansOf({ ...tried, points: [] }), []);
});

Deno.test("extremesOf() leaves out what could not be measured", () => {
  assert.deepEqual(extremesOf(tried), { least: -2, most: 3 });
  assert.equal(extremesOf({ ...tried, points: [{ t: tried.from, value: null }] }), null);
});
