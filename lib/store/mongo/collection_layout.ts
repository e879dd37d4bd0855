import type { Document, IndexDescription } from "mongodb";
import type { CollectionSpec } from "../collections.ts";
import { type JsonSchema, validatorOf } from "./validator.ts";

/** The order of `find`. */
export const CREATION_ORDER = { createdAt: 1, _id: 1 } as const;

/** The validator of a spec's documents. */
export function collectionValidator<T>(spec: CollectionSpec<T>): JsonSchema {
  const schema = validatorOf(spec.schema);
  const own: Record<string, JsonSchema> = {
    _id: { bsonType: "string" },
    version: { bsonType: ["int", "long", "double"], minimum: 1 },
    createdAt: { bsonType: "string" },
    updatedAt: { bsonType: "string" },
  };
  return {
    ...schema,
    bsonType: "object",
    required: [...schema.required ?? [], ...Object.keys(own)],
    properties: { ...schema.properties, ...own },
  };
}

/** Name of the index of a unique key, by which a refusal is told. */
export function uniqueName(fields: readonly string[]): string {
  return `unique_${fields.join("_")}`;
}

/** The indexes of a spec: its unique keys, its queries' fields with the order of `find`, and that order. */
export function collectionIndexes<T>(spec: CollectionSpec<T>): IndexDescription[] {
  const keyOf = (fields: readonly string[]) => Object.fromEntries(fields.map((name) => [name, 1]));
  const schema = validatorOf(spec.schema);
  return [
    { name: "by_creation", key: CREATION_ORDER },
    ...(spec.indexes ?? []).map((fields) => ({
      name: `by_${fields.join("_")}`,
      key: { ...keyOf(fields), ...CREATION_ORDER },
    })),
    ...(spec.unique ?? []).map((fields) => ({
      name: uniqueName(fields),
      key: keyOf(fields),
      unique: true,
      // Documents with a null among the fields are exempt.
      partialFilterExpression: Object.fromEntries(
        fields.map((name) => [name, notNull(typesOf(schema, name))]),
      ),
    })),
  ];
}

const NUMBERS = ["int", "long", "double", "decimal"];

/**
 * What matches every value of a field but null, such that a server sees that the index covers a search
 * for one value: it compares bounds, but does not conclude a type (`$type`) from a value.
 */
function notNull(types: readonly string[]): Document {
  const areAll = (known: readonly string[]) =>
    types.length > 0 && types.every((type) => known.includes(type));
  if (areAll(["string"])) return { $gte: "" };
  if (areAll(NUMBERS)) return { $gte: -Infinity };
  if (areAll(["bool"])) return { $gte: false };
  return { $type: ["string", "bool", ...NUMBERS] };
}

/** BSON types but null that a field may have, `any` where the schema names none. */
function typesOf(schema: JsonSchema, field: string): string[] {
  const own = schema.properties?.[field];
  const parts = [...schema.anyOf ?? [], ...schema.allOf ?? []];
  return [
    ...(own === undefined ? [] : namedTypes(own).filter((type) => type !== "null")),
    ...parts.flatMap((part) => typesOf(part, field)),
  ];
}

function namedTypes({ bsonType, anyOf }: JsonSchema): readonly string[] {
  if (bsonType !== undefined) return [bsonType].flat();
  return anyOf === undefined ? ["any"] : anyOf.flatMap(namedTypes);
}
