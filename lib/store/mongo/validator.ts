import { z } from "zod";

/** The part of JSON Schema that MongoDB's `$jsonSchema` reads (draft 4 with `bsonType`). */
export interface JsonSchema {
  bsonType?: string | readonly string[];
  enum?: readonly unknown[];
  required?: readonly string[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  pattern?: string;
  anyOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
}

/** JSON Schema 2020-12 as zod writes it, as far as it is read here. */
interface ZodJsonSchema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, ZodJsonSchema>;
  additionalProperties?: ZodJsonSchema | boolean;
  items?: ZodJsonSchema | boolean;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  pattern?: string;
  anyOf?: ZodJsonSchema[];
  oneOf?: ZodJsonSchema[];
  allOf?: ZodJsonSchema[];
}

const BSON_TYPES: Record<string, readonly string[]> = {
  string: ["string"],
  // JavaScript has one kind of number; the driver picks BSON's by its size.
  number: ["int", "long", "double", "decimal"],
  integer: ["int", "long", "double"],
  boolean: ["bool"],
  array: ["array"],
  object: ["object"],
  null: ["null"],
};

/**
 * MongoDB's validator of a zod schema. It may be laxer than the schema, never stricter: zod stays the
 * guard, the server refuses what other programs would spoil. Fields the schema does not know are let
 * through, so that a newer version of Vigia may write beside an older one. References (recursive
 * schemas), formats and patterns that PCRE reads differently are left out.
 */
export function validatorOf(schema: z.ZodType): JsonSchema {
  const json = z.toJSONSchema(schema, {
    unrepresentable: "any",
    io: "output",
    override: ({ zodSchema, jsonSchema }) => {
      if (!hasFlaggedPattern(zodSchema)) return;
      delete jsonSchema.pattern;
      delete jsonSchema.allOf;
    },
  });
  return convert(json as ZodJsonSchema);
}

/** JSON Schema has no flags: without them a pattern may refuse what the schema takes. */
function hasFlaggedPattern(schema: z.core.$ZodType): boolean {
  return [schema, ...schema._zod.def.checks ?? []].some((part) => {
    const pattern = "pattern" in part._zod.def ? part._zod.def.pattern : undefined;
    return pattern instanceof RegExp && /[ims]/.test(pattern.flags);
  });
}

function convert(schema: ZodJsonSchema | boolean | undefined): JsonSchema {
  if (schema === undefined || typeof schema === "boolean") return {};
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const bsonTypes = types.flatMap((type) => BSON_TYPES[type] ?? []);
  const options = schema.anyOf ?? schema.oneOf;
  const result: JsonSchema = {
    ...(bsonTypes.length === 0
      ? {}
      : { bsonType: bsonTypes.length === 1 ? bsonTypes[0] : bsonTypes }),
    ...enumOf(schema),
    ...(schema.required === undefined || schema.required.length === 0
      ? {}
      : { required: schema.required }),
    ...(schema.properties === undefined ? {} : { properties: convertAll(schema.properties) }),
    ...(typeof schema.additionalProperties === "object"
      ? { additionalProperties: convert(schema.additionalProperties) }
      : {}),
    ...(typeof schema.items === "object" ? { items: convert(schema.items) } : {}),
    ...limitsOf(schema),
    ...(schema.pattern !== undefined && isPortable(schema.pattern)
      ? { pattern: schema.pattern }
      : {}),
    // `oneOf` counts matches; a laxer copy could match twice, so that it must become `anyOf`.
    ...(options === undefined ? {} : { anyOf: options.map(convert) }),
    ...(schema.allOf === undefined ? {} : { allOf: schema.allOf.map(convert) }),
  };
  return result;
}

function convertAll(properties: Record<string, ZodJsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, convert(property)]),
  );
}

function enumOf(schema: ZodJsonSchema): JsonSchema {
  if (schema.const !== undefined) return { enum: [schema.const] };
  return schema.enum === undefined ? {} : { enum: schema.enum };
}

function limitsOf(schema: ZodJsonSchema): JsonSchema {
  const limits: JsonSchema = {};
  for (const name of ["minItems", "maxItems", "maxLength", "minimum", "maximum"] as const) {
    const limit = schema[name];
    if (limit !== undefined) limits[name] = limit;
  }
  // JavaScript counts UTF-16 units, MongoDB code points: a code point is at most two units.
  if (schema.minLength !== undefined) limits.minLength = Math.ceil(schema.minLength / 2);
  if (schema.exclusiveMinimum !== undefined) {
    Object.assign(limits, { minimum: schema.exclusiveMinimum, exclusiveMinimum: true });
  }
  if (schema.exclusiveMaximum !== undefined) {
    Object.assign(limits, { maximum: schema.exclusiveMaximum, exclusiveMaximum: true });
  }
  return limits;
}

/** Whether PCRE reads a JavaScript pattern the same: no `\u`, `\p`, `\c`, named groups or `[^]`. */
function isPortable(pattern: string): boolean {
  return !/\\[upPckx]|\(\?<[^=!]|\[\^?\]/.test(pattern);
}
