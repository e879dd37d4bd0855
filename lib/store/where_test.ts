import assert from "node:assert/strict";
import { z } from "zod";
import { fieldNamesOf, parseWhere } from "./where.ts";

Deno.test("fieldNamesOf knows the fields of objects, unions and intersections", () => {
  const dog = z.object({ kind: z.literal("dog"), barks: z.boolean() });
  const cat = z.object({ kind: z.literal("cat"), lives: z.number() });
  const named = z.object({ name: z.string(), born: z.string().transform((text) => text.length) });
  const own = (schema: z.ZodType) =>
    [...fieldNamesOf(schema)].filter((name) =>
      !["id", "version", "createdAt", "updatedAt"].includes(name)
    ).sort();
  assert.deepEqual(own(dog), ["barks", "kind"]);
  assert.deepEqual(own(z.discriminatedUnion("kind", [dog, cat])), ["barks", "kind", "lives"]);
  assert.deepEqual(own(z.intersection(dog, named)), ["barks", "born", "kind", "name"]);
  assert.ok(fieldNamesOf(dog).has("createdAt"));
});

Deno.test("parseWhere reads every kind of condition", () => {
  const fields = new Set(["a", "b"]);
  assert.deepEqual(
    parseWhere({ a: null, b: { gte: 1, lt: 5, gt: undefined } }, fields),
    [
      { field: "a", operator: "equals", value: null },
      { field: "b", operator: "gte", value: 1 },
      { field: "b", operator: "lt", value: 5 },
    ],
  );
  assert.deepEqual(parseWhere({ a: { in: ["x", null] }, b: { contains: "%" } }, fields), [
    { field: "a", operator: "in", values: ["x", null] },
    { field: "b", operator: "contains", text: "%" },
  ]);
  assert.deepEqual(parseWhere({ a: undefined }, fields), []);
});

Deno.test("parseWhere refuses what is not a condition on a known field", () => {
  const fields = new Set(["a"]);
  for (
    const where of [
      { b: 1 },
      { a: {} },
      { a: { in: "x" } },
      { a: { in: [["x"]] } },
      { a: { contains: 1 } },
      { a: { gte: 1, in: [] } },
      { a: { gte: {} } },
      { a: { $ne: 1 } },
      { a: Infinity },
      { a: new Date() },
      { a: [] },
      { a: () => 1 },
      JSON.parse('{"__proto__": 1}'),
    ]
  ) assert.throws(() => parseWhere(where, fields), TypeError, JSON.stringify(where));
});
