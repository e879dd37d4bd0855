import type { Document } from "mongodb";
import { Buffer } from "node:buffer";
import { z } from "zod";
import { UnknownCursorError } from "../pages.ts";

const DOCUMENT_FIELDS = ["id", "version", "createdAt", "updatedAt"];
const COMPARISONS = new Map([["gte", "$gte"], ["gt", "$gt"], ["lt", "$lt"], ["lte", "$lte"]]);

/** Names of the fields that a schema's documents have, with those that every document has. */
export function fieldNamesOf(schema: z.ZodType): ReadonlySet<string> {
  return new Set([...DOCUMENT_FIELDS, ...shapeOf(schema)]);
}

function shapeOf(schema: z.ZodType): string[] {
  const json = z.toJSONSchema(schema, { unrepresentable: "any", io: "output" });
  const names: string[] = [];
  const collect = (part: typeof json) => {
    names.push(...Object.keys(part.properties ?? {}));
    for (const option of [...part.anyOf ?? [], ...part.oneOf ?? [], ...part.allOf ?? []]) {
      collect(option as typeof json);
    }
  };
  collect(json);
  return names;
}

/**
 * The filter of a `Where`. Values stand under `$eq` and the like, so that nothing a caller gives can
 * become an operator.
 * @throws TypeError on a field that the documents do not have, or a value that is not a scalar.
 */
export function filterOf(where: object, fields: ReadonlySet<string>): Document {
  const conditions: Document = {};
  for (const [field, condition] of Object.entries(where)) {
    if (condition === undefined) continue;
    if (!fields.has(field)) throw new TypeError(`Cannot filter by "${field}": no such field`);
    conditions[field === "id" ? "_id" : field] = conditionOf(field, condition);
  }
  return conditions;
}

function conditionOf(field: string, condition: unknown): Document {
  if (condition === null || typeof condition !== "object") {
    return { $eq: scalar(field, condition) };
  }
  const entries = isPlainObject(condition)
    ? Object.entries(condition).filter(([, value]) => value !== undefined)
    : [];
  const [first] = entries;
  if (entries.length === 1 && first![0] === "in" && Array.isArray(first![1])) {
    return { $in: first![1].map((value) => scalar(field, value)) };
  }
  if (entries.length === 1 && first![0] === "contains" && typeof first![1] === "string") {
    return { $regex: escapePattern(first![1]), $options: "i" };
  }
  if (entries.length > 0 && entries.every(([name]) => COMPARISONS.has(name))) {
    return Object.fromEntries(
      entries.map(([name, value]) => [COMPARISONS.get(name)!, scalar(field, value)]),
    );
  }
  throw new TypeError(
    `Cannot filter by "${field}": give a scalar, { in }, { contains } or bounds { gte, gt, lt, lte }`,
  );
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function scalar(field: string, value: unknown): unknown {
  const isScalar = value === null || typeof value === "string" || typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value));
  if (isScalar) return value;
  throw new TypeError(`Cannot filter by "${field}": a value must be text, number, boolean or null`);
}

/** Text as a pattern that matches it alone. */
function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&").replaceAll("\0", "\\x00");
}

/** Where a list of documents goes on. */
export interface DocumentCursor {
  createdAt: string;
  id: string;
}

/** The opaque text of a cursor of one order of one collection. */
export function writeDocumentCursor(list: string, cursor: DocumentCursor): string {
  return Buffer.from(JSON.stringify([list, cursor.createdAt, cursor.id])).toString("base64url");
}

/** @throws UnknownCursorError unless `writeDocumentCursor` made the text for this list. */
export function readDocumentCursor(list: string, text: string): DocumentCursor {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    throw new UnknownCursorError();
  }
  if (!Array.isArray(parts)) throw new UnknownCursorError();
  const [, createdAt, id] = parts;
  if (typeof createdAt !== "string" || typeof id !== "string") throw new UnknownCursorError();
  // Base64 and JSON have several spellings of one text; only the one that was given out is known.
  if (writeDocumentCursor(list, { createdAt, id }) !== text) throw new UnknownCursorError();
  return { createdAt, id };
}
