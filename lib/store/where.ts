import { z } from "zod";
import type { Scalar } from "./collections.ts";

/** One condition on a field, parsed: no driver sees anything else of a `Where`. */
export type Condition =
  | { field: string; operator: "equals"; value: Scalar }
  | { field: string; operator: "in"; values: Scalar[] }
  | { field: string; operator: "contains"; text: string }
  | { field: string; operator: Bound; value: Scalar };

const BOUNDS = ["gte", "gt", "lt", "lte"] as const;
type Bound = typeof BOUNDS[number];

const DOCUMENT_FIELDS = ["id", "version", "createdAt", "updatedAt"];

/** Names of the top-level fields of a schema's documents, with those that every document has. */
export function fieldNamesOf(schema: z.ZodType): ReadonlySet<string> {
  const names = new Set(DOCUMENT_FIELDS);
  const collect = (part: z.core.JSONSchema.BaseSchema) => {
    for (const name of Object.keys(part.properties ?? {})) names.add(name);
    for (const option of [...part.anyOf ?? [], ...part.oneOf ?? [], ...part.allOf ?? []]) {
      collect(option as z.core.JSONSchema.BaseSchema);
    }
  };
  collect(z.toJSONSchema(schema, { unrepresentable: "any", io: "output" }));
  return names;
}

/**
 * The conditions of a `Where`; those that are `undefined` are none.
 * @throws TypeError on a field that the documents do not have, or a value that is not a scalar.
 */
export function parseWhere(where: object, fields: ReadonlySet<string>): Condition[] {
  return Object.entries(where).flatMap(([field, condition]) => {
    if (condition === undefined) return [];
    if (!fields.has(field)) throw new TypeError(`Cannot filter by "${field}": no such field`);
    return parseCondition(field, condition);
  });
}

function parseCondition(field: string, condition: unknown): Condition[] {
  if (condition === null || typeof condition !== "object") {
    return [{ field, operator: "equals", value: scalar(field, condition) }];
  }
  const prototype = Object.getPrototypeOf(condition);
  const entries = prototype === Object.prototype || prototype === null
    ? Object.entries(condition).filter(([, value]) => value !== undefined)
    : [];
  const [first] = entries;
  if (entries.length === 1 && first![0] === "in" && Array.isArray(first![1])) {
    const values = first![1].map((value) => scalar(field, value));
    return [{ field, operator: "in", values }];
  }
  if (entries.length === 1 && first![0] === "contains" && typeof first![1] === "string") {
    return [{ field, operator: "contains", text: first![1] }];
  }
  if (entries.length > 0 && entries.every(([name]) => isBound(name))) {
    return entries.map(([name, value]) => ({
      field,
      operator: name as Bound,
      value: scalar(field, value),
    }));
  }
  throw new TypeError(
    `Cannot filter by "${field}": give a scalar, { in }, { contains } or { gte, gt, lt, lte }`,
  );
}

function isBound(name: string): name is Bound {
  return (BOUNDS as readonly string[]).includes(name);
}

function scalar(field: string, value: unknown): Scalar {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`Cannot filter by "${field}": a value must be text, number, boolean or null`);
}
