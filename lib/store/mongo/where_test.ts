import assert from "node:assert/strict";
import { z } from "zod";
import { UnknownCursorError } from "../pages.ts";
import { fieldNamesOf, filterOf, readDocumentCursor, writeDocumentCursor } from "./where.ts";

const fields = fieldNamesOf(z.object({ name: z.string(), age: z.number().nullable() }));

Deno.test("fieldNamesOf() names fields of every shape of a union", () => {
  const schema = z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]);
  assert.deepEqual([...fieldNamesOf(schema)].sort(), [
    "a",
    "b",
    "createdAt",
    "id",
    "updatedAt",
    "version",
  ]);
});

Deno.test("filterOf() puts every value under an operator of its own", () => {
  assert.deepEqual(filterOf({ id: "x", age: null, name: { in: ["a", "$b"] } }, fields), {
    _id: { $eq: "x" },
    age: { $eq: null },
    name: { $in: ["a", "$b"] },
  });
  assert.deepEqual(filterOf({ age: { gte: 1, lt: 2, gt: undefined } }, fields), {
    age: { $gte: 1, $lt: 2 },
  });
  assert.deepEqual(filterOf({ name: undefined }, fields), {});
});

Deno.test("filterOf() takes contains as plain text", () => {
  const text = "a.*b [c] (d) ^$ \\ - / {1}+?|";
  const { name } = filterOf({ name: { contains: text } }, fields);
  assert.ok(new RegExp(name.$regex).test(`x${text}y`));
  assert.ok(!new RegExp(name.$regex).test("axxb"));
  assert.equal(name.$options, "i");
});

Deno.test("filterOf() refuses operators, unknown fields and values that are not scalars", () => {
  const hostile: object[] = [
    { $where: "1" },
    { "name.x": 1 },
    { name: { $ne: 1 } },
    { name: { gt: { $ne: 1 } } },
    { name: { in: "abc" } },
    { name: { in: [["a"]] } },
    { name: { in: ["a"], gt: "b" } },
    { name: { contains: /a/ } },
    { name: new Map() },
    { age: Infinity },
    { age: 1n },
  ];
  for (const where of hostile) {
    assert.throws(() => filterOf(where, fields), TypeError, Deno.inspect(where));
  }
});

Deno.test("readDocumentCursor() knows only what writeDocumentCursor() made for the same list", () => {
  const cursor = { createdAt: "2026-01-01T00:00:00.000Z", id: "ü|x" };
  const text = writeDocumentCursor("people asc", cursor);
  assert.deepEqual(readDocumentCursor("people asc", text), cursor);
  for (const wrong of ["", "W10", `${text}A`, `${text}=`, btoa('["people asc",1,2]')]) {
    assert.throws(() => readDocumentCursor("people asc", wrong), UnknownCursorError, wrong);
  }
  assert.throws(() => readDocumentCursor("people desc", text), UnknownCursorError);
});
