import assert from "node:assert/strict";
import { parseTimestamp } from "./timestamps.ts";

Deno.test("parseTimestamp() understands ISO 8601, plain UTC and numbers", () => {
  const t = Date.UTC(2026, 6, 4, 5, 6, 7);
  const same = [
    "2026-07-04T05:06:07Z",
    "2026-07-04 05:06:07",
    "2026-07-04T05:06:07",
    "2026-07-04T02:06:07-03:00",
    "2026-07-04T06:06:07.000+0100",
    String(t),
    String(t / 1000),
  ];
  for (const text of same) assert.equal(parseTimestamp(text), t, text);
  assert.equal(parseTimestamp("2026-07-04 05:06:07.25"), t + 250);
  assert.equal(parseTimestamp("2026-07-04"), Date.UTC(2026, 6, 4));
  assert.equal(parseTimestamp("2026-07-04 05:06"), Date.UTC(2026, 6, 4, 5, 6));
});

Deno.test("parseTimestamp() is NaN for what is no time", () => {
  for (
    const text of ["", "now", "04/07/2026", "2026-02-30", "2026-13-01", "2026-07-04 25:00", "1e9"]
  ) {
    assert.ok(Number.isNaN(parseTimestamp(text)), text);
  }
});
