import type { FieldError } from "../http/problem.ts";
import { MAX_METADATA_BYTES, MAX_METADATA_DEPTH } from "./event.ts";

/** Names that would reach an object's prototype in a careless merge further on. */
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);
/** Longest JSON text of one UTF-16 unit: a control character as `\u0001`. */
const MAX_BYTES_PER_UNIT = 6;
/** Longest JSON text of a number, boolean or null, with its comma. */
const MAX_BYTES_PER_SCALAR = 26;

/** A field's name may be long; the part of it that an error shows is not. */
const MAX_NAME_IN_PATH = 64;

const encoder = new TextEncoder();

/**
 * What keeps a text out of the store, or `null`. NUL ends strings in C and in some databases; a
 * lone surrogate has no UTF-8 form, so that it would come back as another text.
 */
export function textProblem(text: string): string | null {
  if (text.includes("\0")) return "Must not contain NUL characters";
  if (!text.isWellFormed()) return "Must not contain lone surrogates (half of a character)";
  return null;
}

/** Adds up an upper bound of the JSON text's size while it looks for what is not allowed. */
class MetadataWalk {
  bytesAtMost = 0;

  #text(text: string): FieldError | null {
    this.bytesAtMost += text.length * MAX_BYTES_PER_UNIT + 4;
    const problem = textProblem(text);
    return problem === null ? null : { path: "", message: problem };
  }

  #value(value: unknown, depth: number): FieldError | null {
    if (typeof value === "string") return this.#text(value);
    if (typeof value === "object" && value !== null) return this.container(value, depth + 1);
    this.bytesAtMost += MAX_BYTES_PER_SCALAR;
    if (typeof value !== "number" || Number.isFinite(value)) return null;
    return { path: "", message: "Must be a number that fits 64-bit floating point" };
  }

  /** Paths are relative to the container; they are put together only when something is wrong. */
  container(container: object, depth: number): FieldError | null {
    if (depth > MAX_METADATA_DEPTH) {
      return { path: "", message: `Must not be nested deeper than ${MAX_METADATA_DEPTH} levels` };
    }
    this.bytesAtMost += 2;
    if (Array.isArray(container)) {
      for (let index = 0; index < container.length; index++) {
        const problem = this.#value(container[index], depth);
        if (problem !== null) return within(String(index), problem);
      }
      return null;
    }
    for (const key of Object.keys(container)) {
      if (FORBIDDEN_KEYS.has(key)) {
        return { path: "", message: `Must not have a field named "${key}"` };
      }
      const item = (container as Record<string, unknown>)[key];
      const problem = this.#text(key) ?? this.#value(item, depth);
      if (problem !== null) return within(key, problem);
    }
    return null;
  }
}

/** A sender's field name, cut for an error's path. */
export function shortName(key: string): string {
  return key.slice(0, MAX_NAME_IN_PATH).toWellFormed();
}

function within(key: string, problem: FieldError): FieldError {
  const name = shortName(key);
  return { ...problem, path: problem.path === "" ? name : `${name}.${problem.path}` };
}

/**
 * The first thing that is wrong with an event's metadata, its path relative to it, or `null`. Expects what `JSON.parse` gives;
 * never recurses deeper than the allowed nesting, whatever it is given.
 */
export function metadataProblem(metadata: object): FieldError | null {
  const walk = new MetadataWalk();
  const problem = walk.container(metadata, 1);
  if (problem !== null) return problem;
  // Nearly all metadata is far below the limit; only what comes near it is measured.
  if (walk.bytesAtMost <= MAX_METADATA_BYTES) return null;
  const bytes = encoder.encode(JSON.stringify(metadata)).length;
  return bytes <= MAX_METADATA_BYTES ? null : {
    path: "",
    message: `Must not exceed ${MAX_METADATA_BYTES} bytes as JSON, has ${bytes}`,
  };
}
