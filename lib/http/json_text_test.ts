import assert from "node:assert/strict";
import { parseJsonText } from "./json_text.ts";
import { ProblemError } from "./problem.ts";

function statusOf(text: string): number {
  try {
    parseJsonText(text);
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    return error.status;
  }
  return 200;
}

Deno.test("parseJsonText() takes usual nesting and refuses bombs", () => {
  assert.deepEqual(parseJsonText(' {"a":[1,{"b":"x"}]} '), { a: [1, { b: "x" }] });
  assert.equal(statusOf("[".repeat(20) + "]".repeat(20)), 200);
  assert.equal(statusOf("[".repeat(10_000) + "]".repeat(10_000)), 400);
});

Deno.test("parseJsonText() does not count brackets inside strings as nesting", () => {
  const text = JSON.stringify({ a: '\\"[{'.repeat(200) });
  assert.equal(statusOf(text), 200);
});

Deno.test("parseJsonText() refuses what other readers understand differently", () => {
  const cases: [string, number][] = [
    ["", 400],
    ["{", 400],
    ["nul", 400],
    ['{"a":1,"a":2}', 400],
    ['{"a":"\\u0000"}', 422],
    ['{"\\u0000":1}', 422],
    ['["\\ud800"]', 422],
    ['{"a":{"\\udc00":1}}', 422],
    ['{"__proto__":{"x":1}}', 422],
    ['{"a":{"\\u005f_proto__":1}}', 422],
    ['{"a":"\\ud83d\\ude00"}', 200],
  ];
  for (const [text, status] of cases) assert.equal(statusOf(text), status, text);
});
