import assert from "node:assert/strict";
import { parseAmount } from "./amount.ts";

Deno.test("parseAmount() reads both ways of writing in both languages", () => {
  for (const locale of ["en", "pt-BR"] as const) {
    for (const text of ["1.234,56", "1,234.56", "1234.56", "1234,56", "R$ 1.234,56"]) {
      assert.equal(parseAmount(text, locale), 1234.56, `${text} in ${locale}`);
    }
    assert.equal(parseAmount("1.234.567", locale), 1_234_567);
    assert.equal(parseAmount("12,5", locale), 12.5);
    assert.equal(parseAmount("0", locale), 0);
  }
});

Deno.test("parseAmount() reads a single sign before three digits as the language has it", () => {
  assert.equal(parseAmount("1.234", "pt-BR"), 1234);
  assert.equal(parseAmount("1.234", "en"), 1.234);
  assert.equal(parseAmount("1,234", "en"), 1234);
  assert.equal(parseAmount("1,234", "pt-BR"), 1.234);
});

Deno.test("parseAmount() refuses what is no amount", () => {
  for (const text of ["", "abc", "1e5", "-5", "1.23.4", "1,2,3", "12,345,6", "1.", ".5", "NaN"]) {
    assert.equal(parseAmount(text, "en"), null, text);
  }
  assert.equal(parseAmount("9".repeat(400), "en"), null);
});
