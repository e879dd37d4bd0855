import assert from "node:assert/strict";
import { limitsOf, schemaRows, typeText } from "./schema_rows.ts";
import type { SchemaObject } from "./openapi_types.ts";

const EVENT: SchemaObject = {
  type: "object",
  description: "One fact.",
  properties: { id: { type: "string" }, value: { type: ["number", "null"] } },
  required: ["id"],
};
const event: SchemaObject = { $ref: "#/components/schemas/Event" };

Deno.test("typeText() says types in words and names components", () => {
  const cases: [SchemaObject, string][] = [
    [{ type: "string" }, "string"],
    [{ type: "string", format: "date-time" }, "string (date-time)"],
    [{ type: ["string", "null"], format: "date-time" }, "string (date-time) or null"],
    [{}, "any JSON"],
    [event, "Event"],
    [{ type: "array", items: event }, "array of Event"],
    [{ anyOf: [event, { type: "null" }] }, "Event or null"],
    [{ anyOf: [event, { type: "array", items: event }] }, "Event or array of Event"],
    [{ type: "object", additionalProperties: event }, "object of Event"],
    [{ type: "object", additionalProperties: true }, "object"],
  ];
  for (const [schema, expected] of cases) assert.equal(typeText(schema), expected);
});

Deno.test("limitsOf() says bounds, values, patterns and defaults", () => {
  assert.deepEqual(limitsOf({ type: "integer", minimum: 1, maximum: 500, default: 50 }), [
    "1 to 500",
    "default `50`",
  ]);
  assert.deepEqual(limitsOf({ type: "string", maxLength: 1024 }), ["at most 1,024 characters"]);
  assert.deepEqual(limitsOf({ type: "string", minLength: 1 }), ["not empty"]);
  assert.deepEqual(limitsOf({ type: "integer", minimum: 0 }), ["at least 0"]);
  assert.deepEqual(limitsOf({ type: "string", enum: ["a", "b"], pattern: "^.$" }), [
    "`a`, `b`",
    "like `^.$`",
  ]);
  assert.deepEqual(limitsOf({ anyOf: [{ type: "number", minimum: 1 }, { type: "null" }] }), [
    "at least 1",
  ]);
});

Deno.test("schemaRows() lists fields and those inside them, with their depth", () => {
  const list: SchemaObject = {
    type: "object",
    properties: {
      items: { type: "array", items: event },
      next: { type: ["string", "null"], description: "Cursor." },
    },
    required: ["items", "next"],
  };
  const rows = schemaRows(list, { Event: EVENT });
  assert.deepEqual(rows.map(({ depth, name, isRequired }) => [depth, name, isRequired]), [
    [0, "items", true],
    [1, "id", true],
    [1, "value", false],
    [0, "next", true],
  ]);
  assert.equal(rows[3]?.description, "Cursor.");
});

Deno.test("schemaRows() takes a field's own text before its component's", () => {
  const schema: SchemaObject = {
    properties: { first: event, last: { ...event, description: "The last one." } },
  };
  const rows = schemaRows(schema, { Event: EVENT }).filter(({ depth }) => depth === 0);
  assert.deepEqual(rows.map(({ description }) => description), ["One fact.", "The last one."]);
});

Deno.test("schemaRows() does not open a component inside itself", () => {
  const tree: SchemaObject = {
    type: "object",
    properties: { children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } },
  };
  const rows = schemaRows({ $ref: "#/components/schemas/Tree" }, { Tree: tree });
  assert.deepEqual(rows.map(({ name, type }) => [name, type]), [["children", "array of Tree"]]);
});
