import assert from "node:assert/strict";
import { linesOf, readLines } from "./text_lines.ts";

Deno.test("readLines() reads what linesOf() writes, whatever is in the texts", () => {
  const texts = {
    team: "payments",
    runbook: "https://wiki.example.com/?a=b",
    steps: "first\nsecond=2\nC:\\new",
  };
  assert.deepEqual(readLines(linesOf(texts)), { texts, wrong: null });
  assert.deepEqual(readLines("\r\n team = pay \r\n"), { texts: { team: "pay" }, wrong: null });
});

Deno.test("readLines() says which line is none", () => {
  assert.equal(readLines("team=pay\nnothing here").wrong, "nothing here");
  assert.equal(readLines("=x").wrong, "=x");
});
