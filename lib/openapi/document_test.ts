import assert from "node:assert/strict";
import { openApiDocument } from "./document.ts";
import { METHODS, type OpenApiDocument, type SchemaObject } from "./openapi_types.ts";

const document = openApiDocument({
  version: "1.2.3",
  serverUrl: "https://vigia.example.com",
  publicUrl: "https://vigia.example.com",
});
/** As clients read it: nothing that JSON cannot say. */
const json = JSON.parse(JSON.stringify(document)) as OpenApiDocument;

const operations = Object.entries(json.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ path, method, operation }];
  })
);

/** Every object of the document with its path. */
function* walk(value: unknown, path = "#"): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [key, child] of Object.entries(value)) yield* walk(child, `${path}/${key}`);
}

/** The object that a local reference points to (RFC 6901). */
function resolve(ref: string): unknown {
  assert.ok(ref.startsWith("#/"), `${ref} leads out of the document`);
  const steps = ref.slice(2).split("/").map((s) => s.replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    json,
  );
}

Deno.test("openApiDocument() says 3.1, its version and its address", () => {
  assert.match(json.openapi, /^3\.1\.\d$/);
  assert.equal(json.info.version, "1.2.3");
  assert.deepEqual(json.servers.map(({ url }) => url), ["https://vigia.example.com"]);
});

Deno.test("openApiDocument() survives JSON unchanged", () => {
  assert.deepEqual(json, document);
});

Deno.test("openApiDocument() builds paths and schemas once", () => {
  const other = openApiDocument({ version: "1", serverUrl: "http://x", publicUrl: undefined });
  assert.equal(other.paths, document.paths);
  assert.equal(other.components.schemas, document.components.schemas);
});

Deno.test("openApiDocument() names the cookie that the address needs", () => {
  const cookieOf = (publicUrl: string | undefined) => {
    const { components } = openApiDocument({ version: "1", serverUrl: "http://x", publicUrl });
    const scheme = components.securitySchemes.cookie;
    return scheme?.type === "apiKey" ? scheme.name : null;
  };
  assert.equal(cookieOf("https://vigia.example.com"), "__Host-vigia_session");
  assert.equal(cookieOf(undefined), "vigia_session");
});

Deno.test("openApiDocument() gives each operation an id of its own", () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[a-z][A-Za-z]*$/);
});

Deno.test("openApiDocument() refers only to what it holds", () => {
  let count = 0;
  for (const [path, object] of walk(json)) {
    if (typeof object.$ref !== "string" || path.includes("/examples/")) continue;
    count++;
    assert.ok(resolve(object.$ref) !== undefined, `${path}: ${object.$ref} is not there`);
  }
  assert.ok(count > 50);
});

Deno.test("openApiDocument() has no schema or response that nothing refers to", () => {
  const used = new Set<unknown>();
  for (const [, object] of walk(json)) used.add(object.$ref);
  for (const kind of ["schemas", "responses", "headers"] as const) {
    for (const name of Object.keys(json.components[kind])) {
      assert.ok(used.has(`#/components/${kind}/${name}`), `${kind}/${name}`);
    }
  }
});

Deno.test("openApiDocument() declares each path parameter of a template, and no other", () => {
  for (const { path, method, operation } of operations) {
    assert.ok(path.startsWith("/"));
    const inTemplate = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    assert.deepEqual(declared.map(({ name }) => name), inTemplate, `${method} ${path}`);
    assert.ok(declared.every(({ required }) => required), `${method} ${path}`);
  }
});

Deno.test("openApiDocument() has each parameter once, with a text", () => {
  for (const { path, operation } of operations) {
    const parameters = operation.parameters ?? [];
    const keys = parameters.map(({ in: place, name }) => `${place} ${name}`);
    assert.equal(new Set(keys).size, keys.length, path);
    for (const { name, description } of parameters) assert.ok(description.length > 5, name);
  }
});

Deno.test("openApiDocument() describes every answer, one of them a success", () => {
  for (const { path, method, operation } of operations) {
    const entries = Object.entries(operation.responses);
    assert.ok(entries.some(([status]) => Number(status) < 400), `${method} ${path}`);
    for (const [status, response] of entries) {
      assert.match(status, /^[1-5]\d\d$/);
      const { description } = ("$ref" in response ? resolve(response.$ref) : response) as {
        description: string;
      };
      assert.ok(description.length > 3, `${method} ${path} ${status}`);
    }
  }
});

Deno.test("openApiDocument() tells who may call, by schemes and tags that it holds", () => {
  const tags = new Set(json.tags.map(({ name }) => name));
  for (const { path, operation } of operations) {
    assert.ok(operation.tags.length === 1 && tags.has(operation.tags[0]!), path);
    assert.equal(operation.security.length === 0, operation["x-permission"] === "public", path);
    for (const requirement of operation.security) {
      for (const scheme of Object.keys(requirement)) {
        assert.ok(scheme in json.components.securitySchemes, `${path}: ${scheme}`);
      }
    }
    const statuses = Object.keys(operation.responses);
    if (operation["x-permission"] !== "public") assert.ok(statuses.includes("401"), path);
    if (operation["x-permission"].includes(":")) assert.ok(statuses.includes("403"), path);
  }
  for (const tag of tags) {
    assert.ok(operations.some(({ operation }) => operation.tags[0] === tag), `${tag} is empty`);
  }
});

const SCHEMA_KEYWORDS = new Set([
  ...["$ref", "type", "format", "description", "enum", "const", "default", "examples", "pattern"],
  ...["minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
  ...["multipleOf", "items", "minItems", "maxItems", "properties", "required"],
  ...["additionalProperties", "propertyNames", "anyOf", "oneOf", "allOf"],
]);
const TYPES = ["string", "number", "integer", "boolean", "null", "array", "object"];

/** Every schema with those inside it. */
function* schemasIn(schema: SchemaObject, path: string): Generator<[string, SchemaObject]> {
  yield [path, schema];
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    yield* schemasIn(child, `${path}.${name}`);
  }
  const parts = [schema.items, schema.additionalProperties, schema.propertyNames];
  for (const part of [...parts, ...schema.anyOf ?? [], ...schema.oneOf ?? []]) {
    if (typeof part === "object") yield* schemasIn(part, `${path}[]`);
  }
}

function* allSchemas(): Generator<[string, SchemaObject]> {
  for (const [name, schema] of Object.entries(json.components.schemas)) {
    yield* schemasIn(schema, name);
  }
  for (const { operation } of operations) {
    for (const { name, schema } of operation.parameters ?? []) {
      yield* schemasIn(schema, `${operation.operationId}?${name}`);
    }
  }
}

Deno.test("openApiDocument() writes schemas in JSON Schema 2020-12", () => {
  for (const [path, schema] of allSchemas()) {
    for (const keyword of Object.keys(schema)) {
      assert.ok(SCHEMA_KEYWORDS.has(keyword), `${path} has ${keyword}`);
    }
    for (const type of [schema.type ?? []].flat()) assert.ok(TYPES.includes(type), path);
    for (const bound of ["exclusiveMinimum", "exclusiveMaximum", "minimum"] as const) {
      assert.ok(["undefined", "number"].includes(typeof schema[bound]), `${path} ${bound}`);
    }
    for (const name of schema.required ?? []) {
      assert.ok(schema.properties?.[name] !== undefined, `${path} requires ${name}`);
    }
    if (schema.pattern !== undefined) assert.doesNotThrow(() => RegExp(schema.pattern!, "u"), path);
  }
});

Deno.test("openApiDocument() lets answers grow and refuses unknown fields where the server does", () => {
  const { Event, IncomingEvent } = json.components.schemas;
  assert.equal(Event?.additionalProperties, undefined);
  assert.equal(IncomingEvent?.additionalProperties, false);
  assert.deepEqual(IncomingEvent?.required, ["userId", "type"]);
  assert.equal(Event?.properties?.metadata?.type, "object");
});
