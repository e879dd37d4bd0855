import assert from "node:assert/strict";
import { parseLimits, writeLimits } from "./approval_limits.ts";

Deno.test("parseLimits() reads what writeLimits() writes, in both languages", () => {
  const limits = [49.9, 500, 1_000, 1_234_567.25];
  for (const locale of ["en", "pt-BR"] as const) {
    assert.deepEqual(parseLimits(writeLimits(limits, locale), locale), limits, locale);
  }
  assert.deepEqual(parseLimits("500\r\n\r\nR$ 100,00\n500\n", "pt-BR"), [100, 500]);
  assert.deepEqual(parseLimits(" \n", "en"), []);
});

Deno.test("parseLimits() refuses what is no limit, and too many", () => {
  const many = Array.from({ length: 21 }, (_, n) => n + 1).join("\n");
  for (const text of ["much", "0", "-5", "5\nx", many]) assert.equal(parseLimits(text, "en"), null);
});
