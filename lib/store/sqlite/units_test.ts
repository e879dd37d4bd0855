import assert from "node:assert/strict";
import { BILLION, sumOf, unitsOf, valueOf } from "./units.ts";

Deno.test("unitsOf gives 1/10,000 without drift", () => {
  for (
    const [value, units] of [
      [0.1, 1_000],
      [-0.1, -1_000],
      [1.005, 10_050],
      [1234.5678, 12_345_678],
      [0.00005, 1],
      [-0.00005, -1],
      [0.00004, 0],
      [0.99999, 10_000],
      [900_719_925_474.0991, 9_007_199_254_740_991],
      [1e12, 10n ** 16n],
      [-1e12, -(10n ** 16n)],
    ] as const
  ) assert.equal(unitsOf(value), units, String(value));
});

Deno.test("valueOf is the inverse of unitsOf for any amount with four decimals", () => {
  for (let n = 0; n < 20_000; n++) {
    const units = BigInt(Math.trunc((n % 2 === 0 ? -1 : 1) * 1.37 ** (n % 100) * (n + 1))) %
      10n ** 15n;
    assert.equal(BigInt(unitsOf(valueOf(units))), units);
  }
});

Deno.test("valueOf gives the number nearest to a sum beyond 2^53", () => {
  assert.equal(valueOf(sumOf(18_014_398, 509_481_982)), 1_801_439_850_948.1982);
  assert.equal(valueOf(-sumOf(BILLION * 20, 5_000)), -2_000_000_000_000_000.5);
});
