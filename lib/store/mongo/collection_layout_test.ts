import assert from "node:assert/strict";
import { z } from "zod";
import { collectionIndexes, collectionValidator } from "./collection_layout.ts";

const schema = z.object({
  email: z.string().nullable(),
  seat: z.number().int().min(1).nullable(),
  first: z.literal(true).nullable(),
  code: z.union([z.string(), z.number()]),
});

Deno.test("collectionIndexes() gives each query its index and its order", () => {
  const indexes = collectionIndexes({ name: "x", schema, indexes: [["email"], ["seat", "email"]] });
  assert.deepEqual(indexes, [
    { name: "by_creation", key: { createdAt: 1, _id: 1 } },
    { name: "by_email", key: { email: 1, createdAt: 1, _id: 1 } },
    { name: "by_seat_email", key: { seat: 1, email: 1, createdAt: 1, _id: 1 } },
  ]);
});

Deno.test("collectionIndexes() exempts null from unique keys by bounds of the field's type", () => {
  const indexes = collectionIndexes({
    name: "x",
    schema,
    unique: [["email"], ["email", "seat"], ["first"], ["code"]],
  });
  assert.deepEqual(indexes.slice(1).map((index) => [index.name, index.partialFilterExpression]), [
    ["unique_email", { email: { $gte: "" } }],
    ["unique_email_seat", { email: { $gte: "" }, seat: { $gte: -Infinity } }],
    ["unique_first", { first: { $gte: false } }],
    ["unique_code", { code: { $type: ["string", "bool", "int", "long", "double", "decimal"] } }],
  ]);
  assert.ok(indexes.slice(1).every(({ unique }) => unique === true));
});

Deno.test("collectionIndexes() finds the type of a field in every shape of a union", () => {
  const union = z.union([z.object({ key: z.string() }), z.object({ key: z.null() })]);
  const [, index] = collectionIndexes<{ key: string | null }>({
    name: "x",
    schema: union,
    unique: [["key"]],
  });
  assert.deepEqual(index?.partialFilterExpression, { key: { $gte: "" } });
});

Deno.test("collectionValidator() adds what every document has", () => {
  const validator = collectionValidator({ name: "x", schema: z.object({ a: z.string() }) });
  assert.deepEqual(validator.required, ["a", "_id", "version", "createdAt", "updatedAt"]);
  assert.deepEqual(validator.properties?.a, { bsonType: "string" });
});
