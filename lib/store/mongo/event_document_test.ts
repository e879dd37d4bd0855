import assert from "node:assert/strict";
import { anEvent, randomEvents } from "@/tests/store/fixtures.ts";
import {
  decimalOf,
  documentOf,
  eventOf,
  numberOf,
  sequencedEventOf,
  unitsOf,
} from "./event_document.ts";

Deno.test("unitsOf() rounds half away from zero and is exact up to the largest value", () => {
  const cases: [number, bigint][] = [
    [0, 0n],
    [0.1, 1_000n],
    [-0.1, -1_000n],
    [1.00005, 10_001n],
    [-1.00005, -10_001n],
    [0.00004, 0n],
    [1e12, 10_000_000_000_000_000n],
    [-1e12, -10_000_000_000_000_000n],
    [900_719_925_474.0991, 9_007_199_254_740_991n],
  ];
  for (const [value, units] of cases) assert.equal(unitsOf(value), units, String(value));
});

Deno.test("decimalOf() writes four digits after the point", () => {
  const cases: [bigint, string][] = [
    [0n, "0.0000"],
    [1n, "0.0001"],
    [-1n, "-0.0001"],
    [12_345n, "1.2345"],
    [-9_007_199_254_740_991n, "-900719925474.0991"],
  ];
  for (const [units, text] of cases) assert.equal(decimalOf(units).toString(), text);
});

Deno.test("numberOf() gives the nearest number of a decimal", () => {
  assert.equal(numberOf(decimalOf(18_014_398_509_481_982_000n)), 1_801_439_850_948_198.2);
  assert.equal(numberOf(null), 0);
});

Deno.test("documentOf() and eventOf() are inverse", () => {
  for (const event of randomEvents({ seed: 8, count: 200, from: 0, to: 1e12 })) {
    assert.deepEqual(eventOf(documentOf(event, 1)), event);
  }
  const { seq, ...event } = sequencedEventOf(documentOf(anEvent({ id: "a" }), 2 ** 52));
  assert.deepEqual([seq, event], [2 ** 52, anEvent({ id: "a" })]);
});

Deno.test("documentOf() refuses a time that cannot be read", () => {
  assert.throws(() => documentOf(anEvent({ id: "a", timestamp: "yesterday" }), 1), RangeError);
});
