import assert from "node:assert/strict";
import { parameterSchema } from "./json_schema.ts";
import type { Content, Operation, Parameters } from "./operation.ts";
import { OPERATIONS } from "./operations.ts";
import { isComponent } from "./response_objects.ts";

function contentsOf({ body, answers, problems = {} }: Operation): Content[] {
  const parts = [body, ...Object.values(answers), ...Object.values(problems)];
  return parts.flatMap((part) => Object.values(part?.content ?? {}));
}

Deno.test("OPERATIONS show examples that their own schemas take", () => {
  let count = 0;
  for (const operation of OPERATIONS) {
    for (const { schema, examples } of contentsOf(operation)) {
      if (!isComponent(schema)) continue;
      assert.ok(Object.keys(examples).length > 0, `${operation.id} has no example`);
      for (const { value } of Object.values(examples)) {
        const parsed = schema.schema.safeParse(value);
        assert.ok(parsed.success, `${operation.id} ${schema.name}: ${parsed.error}`);
        count++;
      }
    }
  }
  assert.ok(count > 40);
});

function* parametersOf(operation: Operation) {
  for (const place of ["pathParameters", "query", "headers"] as const) {
    const parameters: Parameters | undefined = operation[place];
    if (parameters === undefined) continue;
    for (const [name, schema] of Object.entries(parameters.schema.shape)) {
      yield { at: `${operation.id} ${name}`, schema, text: parameters.texts[name]! };
    }
  }
}

Deno.test("OPERATIONS show parameters that the routes' schemas take", () => {
  for (const operation of OPERATIONS) {
    for (const { at, schema, text } of parametersOf(operation)) {
      if (text.example === undefined) continue;
      assert.ok(schema.safeParse(text.example).success, `${at}=${text.example}`);
    }
  }
});

Deno.test("OPERATIONS list the values that the routes' schemas take, and no others", () => {
  for (const operation of OPERATIONS.filter(({ id }) => id !== "getDashboard")) {
    for (const { at, schema, text: { schema: meant } } of parametersOf(operation)) {
      if (meant?.enum === undefined) continue;
      for (const value of meant.enum) assert.ok(schema.safeParse(value).success, `${at}=${value}`);
      assert.ok(!schema.safeParse("nothing of the sort").success, at);
    }
  }
});

Deno.test("OPERATIONS give the bounds and defaults that the routes' schemas have", () => {
  let count = 0;
  for (const operation of OPERATIONS.filter(({ id }) => id !== "getDashboard")) {
    for (const { at, schema, text: { schema: meant } } of parametersOf(operation)) {
      if (meant?.default !== undefined) {
        const left = schema.safeParse(undefined);
        if (left.data !== undefined) assert.equal(left.data, meant.default, at);
      }
      if (meant?.minimum === undefined || meant.maximum === undefined) continue;
      count++;
      for (const inside of [meant.minimum, meant.maximum]) {
        assert.ok(schema.safeParse(String(inside)).success, `${at}=${inside}`);
      }
      for (const outside of [meant.minimum - 1, meant.maximum + 1]) {
        assert.ok(!schema.safeParse(String(outside)).success, `${at}=${outside}`);
      }
    }
  }
  assert.ok(count >= 4);
});

Deno.test("OPERATIONS describe as text what only the routes' schemas can judge", () => {
  for (const operation of OPERATIONS) {
    for (const { at, schema, text } of parametersOf(operation)) {
      const { type, const: constant } = text.schema ?? parameterSchema(schema);
      const isSaid = type !== undefined || constant !== undefined || text.schema?.anyOf;
      assert.ok(isSaid, `${at} has no type`);
    }
  }
});
