import assert from "node:assert/strict";
import { jsonParts } from "./json_parts.ts";

Deno.test("jsonParts() gives the text that JSON.stringify() gives, in parts that stay short", () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, n) => [`k\u0000${n}`, { n }]);
  const values = [
    {},
    { a: 1, b: undefined, c: null, 'd"': ["x", [], {}] },
    { maps: [entries(0), entries(2_500)], few: entries(1_000), many: entries(1_001) },
    { deep: { numbers: new Array(5_000).fill(0.1), nothing: [[], []] } },
    [],
    [1],
    null,
  ];
  for (const value of values) {
    const parts = [...jsonParts(value)];
    assert.equal(parts.join(""), JSON.stringify(value));
    assert.ok(parts.every((part) => part.length <= 40_000));
  }
});
