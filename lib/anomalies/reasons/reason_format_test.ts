import assert from "node:assert/strict";
import { reasonFormatFor } from "./reason_format.ts";

Deno.test("reasonFormatFor() writes numbers as the language does, small ones too", () => {
  const values = [0, -0, 0.004, -0.004, 0.5, 1, 1.04, 1.05, 9.96, 99.94, 99.96, 100.4, 999, 999.6];
  for (const locale of ["en", "pt-BR"] as const) {
    const intl = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    const say = reasonFormatFor(locale, null);
    for (const value of [...values, 1000, 12_345.6, 1e12].flatMap((one) => [one, -one])) {
      const size = Math.abs(value);
      const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 1 ? 1 : 2;
      assert.equal(say.number(value), intl.format(Number(value.toFixed(digits))), `${value}`);
    }
  }
  assert.equal(reasonFormatFor("pt-BR", null).number(4.25), "4,3");
});
