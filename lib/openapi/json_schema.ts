import { z } from "zod";
import type { SchemaObject } from "./openapi_types.ts";
import type { Component } from "./operation.ts";

const PREFIX = "#/components/schemas/";

/** Reference to a component. */
export function schemaRef(name: string): { $ref: string } {
  return { $ref: PREFIX + name };
}

/** Name that a reference to a component has, or `null` for any other. */
export function refName(ref: string): string | null {
  return ref.startsWith(PREFIX) ? ref.slice(PREFIX.length) : null;
}

type Override = NonNullable<z.core.ToJSONSchemaParams["override"]>;

/** Leaves out what only machines could read, and what readers must not rely on. */
function tidy(isAnswer: boolean): Override {
  return ({ zodSchema, jsonSchema }) => {
    // The format says it; zod's expressions for times are hundreds of characters long.
    if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    // Answers may get new members; clients that refuse them would break.
    if (isAnswer && jsonSchema.additionalProperties === false) {
      delete jsonSchema.additionalProperties;
    }
    const { def } = zodSchema._zod;
    if (def.type !== "record") return;
    delete jsonSchema.propertyNames;
    // Any JSON, which zod writes as a schema that contains itself.
    if (def.valueType._zod.def.type === "lazy") jsonSchema.additionalProperties = true;
  };
}

function addFields(schema: SchemaObject, { name, fields }: Component): void {
  for (const [field, extra] of Object.entries(fields)) {
    const property = schema.properties?.[field];
    if (property === undefined) {
      throw new TypeError(`Cannot describe ${name}.${field}: the schema has no such field`);
    }
    Object.assign(property, extra);
  }
}

function convert(components: readonly Component[], direction: Component["direction"]) {
  const isAnswer = direction === "answer";
  const registry = z.registry<{ id: string }>();
  const own = components.filter((component) => component.direction === direction);
  for (const { name, schema } of own) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, {
    io: isAnswer ? "output" : "input",
    uri: (id) => PREFIX + id,
    unrepresentable: "any",
    override: tidy(isAnswer),
  });
  return own.map((component): [string, SchemaObject] => {
    const { $schema: _dialect, $id: _id, ...schema } = schemas[component.name]!;
    const described = { description: component.description, ...schema } as SchemaObject;
    addFields(described, component);
    return [component.name, described];
  });
}

/**
 * `components.schemas`: each component in JSON Schema 2020-12, referring to the others by `$ref`.
 * @throws TypeError when a component describes a field that its schema does not have.
 */
export function componentSchemas(components: readonly Component[]): Record<string, SchemaObject> {
  const entries = [...convert(components, "request"), ...convert(components, "answer")];
  return Object.fromEntries(entries.toSorted(([a], [b]) => a < b ? -1 : 1));
}

/** A parameter's text as JSON Schema. */
export function parameterSchema(schema: z.ZodType): SchemaObject {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: tidy(false),
  });
  return json as SchemaObject;
}
