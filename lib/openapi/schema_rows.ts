import { refName } from "./json_schema.ts";
import type { SchemaObject } from "./openapi_types.ts";

type Schemas = Readonly<Record<string, SchemaObject>>;

/** One field of a schema, for a table that is read from top to bottom. */
export interface SchemaRow {
  /** 0 for the fields of the schema itself, 1 for those inside one of them … */
  depth: number;
  name: string;
  /** Such as `array of Event` or `string or null`. */
  type: string;
  isRequired: boolean;
  description: string;
  /** What a value must keep to, in words. */
  limits: string[];
}

function resolve(schema: SchemaObject, schemas: Schemas): SchemaObject {
  const name = schema.$ref === undefined ? null : refName(schema.$ref);
  return name === null ? schema : schemas[name] ?? {};
}

function plainType(schema: SchemaObject): string {
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return "any JSON";
  const format = schema.format === undefined ? "" : ` (${schema.format})`;
  return types.map((type) => type === "null" ? type : type + format).join(" or ");
}

/** The type in words; components by their names. */
export function typeText(schema: SchemaObject): string {
  if (schema.$ref !== undefined) return refName(schema.$ref) ?? "any JSON";
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined && schema.type === undefined) {
    return [...new Set(alternatives.map(typeText))].join(" or ");
  }
  if (schema.type === "array" && schema.items !== undefined) {
    return `array of ${typeText(schema.items)}`;
  }
  if (typeof schema.additionalProperties === "object") {
    return `object of ${typeText(schema.additionalProperties)}`;
  }
  return plainType(schema);
}

function between(least: number | undefined, most: number | undefined, unit = ""): string[] {
  const write = (value: number) => value.toLocaleString("en");
  if (least !== undefined && most !== undefined) {
    return [`${write(least)} to ${write(most)}${unit}`];
  }
  if (least !== undefined) return [`at least ${write(least)}${unit}`];
  return most === undefined ? [] : [`at most ${write(most)}${unit}`];
}

/** What a value must keep to, in words. */
export function limitsOf(schema: SchemaObject): string[] {
  const inner = (schema.anyOf ?? schema.oneOf ?? []).flatMap(limitsOf);
  const literals = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  return [
    ...literals.length === 0 ? [] : [literals.map((value) => `\`${value}\``).join(", ")],
    ...schema.minLength === 1 && schema.maxLength === undefined
      ? ["not empty"]
      : between(schema.minLength, schema.maxLength, " characters"),
    ...between(schema.minimum, schema.maximum),
    ...between(schema.minItems, schema.maxItems, " items"),
    ...schema.pattern === undefined ? [] : [`like \`${schema.pattern}\``],
    ...inner,
    ...schema.type === "array" && schema.items !== undefined ? limitsOf(schema.items) : [],
    ...schema.default === undefined ? [] : [`default \`${JSON.stringify(schema.default)}\``],
  ];
}

/** The object whose fields describe a value: itself, an array's item, one of several. */
function objectIn(schema: SchemaObject, schemas: Schemas): SchemaObject | null {
  const resolved = resolve(schema, schemas);
  if (resolved.properties !== undefined) return resolved;
  const { items, additionalProperties, anyOf = [], oneOf = [] } = resolved;
  for (const part of [items, additionalProperties, ...anyOf, ...oneOf]) {
    const found = typeof part === "object" ? objectIn(part, schemas) : null;
    if (found !== null) return found;
  }
  return null;
}

/**
 * The fields of a schema with those inside them, depth first. A component inside itself is named
 * and not opened again.
 */
export function schemaRows(
  schema: SchemaObject,
  schemas: Schemas,
  open: readonly SchemaObject[] = [],
): SchemaRow[] {
  const object = objectIn(schema, schemas);
  if (object === null || open.includes(object)) return [];
  return Object.entries(object.properties ?? {}).flatMap(([name, property]) => [
    {
      depth: open.length,
      name,
      type: typeText(property),
      isRequired: object.required?.includes(name) ?? false,
      description: property.description ?? resolve(property, schemas).description ?? "",
      limits: limitsOf(property),
    },
    ...schemaRows(property, schemas, [...open, object]),
  ]);
}
