import assert from "node:assert/strict";
import { parseStrictJson, StrictJsonError } from "./strict_json.ts";

Deno.test("parseStrictJson() gives what JSON.parse gives", () => {
  for (
    const text of [
      "null",
      ' [1, -2.5e3, "a"] ',
      '{"a:b":"c:\\":d","e\\\\":{"f":[{"g":1},{"g":2}]},"":{"":0}}',
      '{"__proto__":1,"constructor":2,"2":3,"1":4}',
      '{"a":"\\\\","b":":"}',
    ]
  ) assert.deepEqual(parseStrictJson(text), JSON.parse(text), text);
});

Deno.test("parseStrictJson() agrees with JSON.parse on generated values", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  const texts = ["", ":", '"', "\\", '\\"', '":"', "a", "\n", "é🙂", '\\\\":'];
  const generate = (depth: number): unknown => {
    const kind = random(depth === 0 ? 3 : 5);
    if (kind === 0) return random(1000) / 8;
    if (kind === 1) return texts[random(texts.length)];
    if (kind === 2) return [null, true, false][random(3)];
    const items = Array.from({ length: random(5) }, () => generate(depth - 1));
    return kind === 3
      ? items
      : Object.fromEntries(items.map((item, i) => [`${texts[random(texts.length)]}${i}`, item]));
  };
  for (let i = 0; i < 3000; i++) {
    const value = generate(5);
    const text = JSON.stringify(value, null, random(3));
    assert.deepEqual(parseStrictJson(text), value, text);
  }
});

Deno.test("parseStrictJson() refuses a member that is named twice, at any depth", () => {
  for (
    const text of [
      '{"a":1,"a":1}',
      '{"a":1,"\\u0061":2}',
      '[{"x":{"a":1,"b":2,"a":3}}]',
      '{"__proto__":1,"__proto__":2}',
    ]
  ) assert.throws(() => parseStrictJson(text), /names a member twice/, text);
});

Deno.test("parseStrictJson() tells where a text stops being JSON, without quoting it", () => {
  assert.throws(() => parseStrictJson('{"secret":"x",}'), {
    name: "StrictJsonError",
    message: "is not valid JSON at character 14",
  });
  for (
    const text of ["", "{", "[1,", "NaN", "undefined", "'a'", "1 2", '"\u0001"', '"a', '{"a\\"']
  ) {
    assert.throws(() => parseStrictJson(text), StrictJsonError, text);
  }
});

Deno.test("parseStrictJson() refuses deep nesting before it parses", () => {
  const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  assert.ok(Array.isArray(parseStrictJson(deep(32))));
  assert.equal(
    (parseStrictJson(`[${"[],".repeat(100)}"${"[".repeat(100)}"]`) as unknown[]).length,
    101,
  );
  for (const text of [deep(33), deep(524_288), '{"a":'.repeat(10_000), "[".repeat(10_000)]) {
    assert.throws(() => parseStrictJson(text), /nested deeper than 32 levels/);
  }
});
