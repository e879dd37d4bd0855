import assert from "node:assert/strict";
import { UnknownCursorError } from "../pages.ts";
import { matchOf, readCursor, writeCursor } from "./event_filter.ts";

Deno.test("matchOf() puts text where the server reads values, not operators", () => {
  assert.deepEqual(matchOf({ type: "$ne", from: 1, to: 2, minValue: 0.5, region: "$x" }), {
    type: { $eq: "$ne" },
    region: { $eq: "$x" },
    timestamp: { $gte: new Date(1), $lt: new Date(2) },
    value: { $gte: 0.5 },
  });
  assert.deepEqual(matchOf({ q: "$A" }), {
    $expr: { $gte: [{ $indexOfBytes: ["$search", { $literal: "$a" }] }, 0] },
  });
  assert.deepEqual(matchOf({}), {});
});

Deno.test("readCursor() knows only what writeCursor() made", () => {
  for (const cursor of [{ time: 1_772_323_200_123, seq: 42 }, { time: -1, seq: 1 }]) {
    const text = writeCursor(cursor);
    assert.deepEqual(readCursor(text), cursor);
    for (const wrong of ["", `${text}A`, `${text}=`, ` ${text}`, text.slice(1)]) {
      assert.throws(() => readCursor(wrong), UnknownCursorError, wrong);
    }
  }
});
