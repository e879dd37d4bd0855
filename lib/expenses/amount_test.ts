import assert from "node:assert/strict";
import { amountOf, parseAmount, readAmount } from "./amount.ts";

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

Deno.test("readAmount() reads signs and currencies on either side", () => {
  const shown = (text: string) => {
    const written = readAmount(text);
    return written === null ? null : [amountOf(written, ","), written.currency];
  };
  assert.deepEqual(shown("R$\u00a01.234,56"), [1234.56, "BRL"]);
  assert.deepEqual(shown("-R$ 5"), [-5, "BRL"]);
  assert.deepEqual(shown("R$ -5"), [-5, "BRL"]);
  assert.deepEqual(shown("\u22125,00"), [-5, null]);
  assert.deepEqual(shown("(12,50)"), [-12.5, null]);
  assert.deepEqual(shown("12.50 EUR"), [12.5, "EUR"]);
  assert.deepEqual(shown("US$ 3"), [3, "USD"]);
  for (const text of ["--5", "(-5)", "R$ 5 EUR", "5 5,0", "R$", "-", "()"]) {
    assert.equal(shown(text)?.[0] ?? null, null, text);
  }
});

Deno.test("readAmount() tells which amounts can be read in two ways", () => {
  for (const text of ["1.234", "12,345", "999.000"]) {
    assert.equal(readAmount(text)?.isUnclear, true, text);
  }
  for (const text of ["0.125", "1234.567", "1.234,5", "1.5", "1.234.567", "12"]) {
    assert.equal(readAmount(text)?.isUnclear, false, text);
  }
});
