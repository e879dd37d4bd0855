import assert from "node:assert/strict";
import { z } from "zod";
import { validatorOf } from "./validator.ts";

const cases: Record<string, { schema: z.ZodType; expected: unknown }> = {
  "text with limits and a pattern": {
    schema: z.string().min(3).max(10).regex(/^[a-z]+$/),
    expected: { bsonType: "string", maxLength: 10, minLength: 2, pattern: "^[a-z]+$" },
  },
  "numbers of any of BSON's kinds": {
    schema: z.number().gt(0).lte(9.5),
    expected: {
      bsonType: ["int", "long", "double", "decimal"],
      maximum: 9.5,
      minimum: 0,
      exclusiveMinimum: true,
    },
  },
  "an upper bound that is excluded": {
    schema: z.number().lt(1),
    expected: {
      bsonType: ["int", "long", "double", "decimal"],
      maximum: 1,
      exclusiveMaximum: true,
    },
  },
  "what may be null": {
    schema: z.boolean().nullable(),
    expected: { bsonType: ["bool", "null"] },
  },
  "a limited number that may be null": {
    schema: z.number().min(1).nullable(),
    expected: {
      anyOf: [
        { bsonType: ["int", "long", "double", "decimal"], minimum: 1 },
        { bsonType: "null" },
      ],
    },
  },
  "an enumeration and a literal": {
    schema: z.object({ state: z.enum(["on", "off"]), kind: z.literal("x") }),
    expected: {
      bsonType: "object",
      required: ["state", "kind"],
      properties: {
        state: { bsonType: "string", enum: ["on", "off"] },
        kind: { bsonType: "string", enum: ["x"] },
      },
    },
  },
  "optional fields, lists and records": {
    schema: z.object({
      tags: z.array(z.string()).min(1).max(3),
      counts: z.record(z.string(), z.boolean()).optional(),
    }),
    expected: {
      bsonType: "object",
      required: ["tags"],
      properties: {
        tags: { bsonType: "array", items: { bsonType: "string" }, minItems: 1, maxItems: 3 },
        counts: { bsonType: "object", additionalProperties: { bsonType: "bool" } },
      },
    },
  },
  "one of several shapes, which a laxer copy may match twice": {
    schema: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), a: z.string() }),
      z.object({ kind: z.literal("b") }),
    ]),
    expected: {
      anyOf: [
        {
          bsonType: "object",
          required: ["kind", "a"],
          properties: { kind: { bsonType: "string", enum: ["a"] }, a: { bsonType: "string" } },
        },
        {
          bsonType: "object",
          required: ["kind"],
          properties: { kind: { bsonType: "string", enum: ["b"] } },
        },
      ],
    },
  },
  "several patterns of one text": {
    schema: z.string().regex(/^a/).regex(/z$/),
    expected: { bsonType: "string", allOf: [{ pattern: "^a" }, { pattern: "z$" }] },
  },
  "patterns with flags, which JSON Schema does not have": {
    schema: z.object({ one: z.string().regex(/^a/i), two: z.string().regex(/^a/).regex(/z$/i) }),
    expected: {
      bsonType: "object",
      required: ["one", "two"],
      properties: { one: { bsonType: "string" }, two: { bsonType: "string" } },
    },
  },
  "patterns that PCRE reads differently": {
    schema: z.string().regex(/^\p{L}+$/u),
    expected: { bsonType: "string" },
  },
  "values without a JSON type, and any": {
    schema: z.object({ a: z.date(), b: z.unknown() }),
    expected: { bsonType: "object", required: ["a", "b"], properties: { a: {}, b: {} } },
  },
};

for (const [name, { schema, expected }] of Object.entries(cases)) {
  Deno.test(`validatorOf() describes ${name}`, () => {
    assert.deepEqual(validatorOf(schema), expected);
  });
}

Deno.test("validatorOf() leaves recursive parts open instead of referring to them", () => {
  const text = JSON.stringify(validatorOf(z.object({ data: z.json() })));
  assert.doesNotMatch(text, /\$ref|\$defs/);
});
