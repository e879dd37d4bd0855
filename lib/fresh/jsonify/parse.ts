import {
  HOLE,
  INFINITY_NEG,
  INFINITY_POS,
  NAN,
  NULL,
  TEMPORAL_TYPES,
  UNDEFINED,
  ZERO_NEG,
} from "./constants.ts";

/** Builds the value of a custom tag from the value that its stringifier stored. */
// deno-lint-ignore no-explicit-any
export type Parsers = Record<string, (value: any) => unknown>;

type Table = readonly unknown[];

/**
 * Reads what `stringify` wrote.
 *
 * @throws {SyntaxError} when the text is not in the wire format, has a tag without a parser, or
 * a Temporal value in a browser without Temporal.
 */
export function parse<T = unknown>(text: string, custom: Parsers = {}): T {
  const data: unknown = JSON.parse(text);
  if (typeof data === "number") return special(data) as T;
  if (!Array.isArray(data)) throw new SyntaxError("Expected a table of values.");
  return new Reader(data, custom).read(0) as T;
}

class Reader {
  readonly #table: Table;
  readonly #custom: Parsers;
  readonly #values = new Map<number, unknown>();

  constructor(table: Table, custom: Parsers) {
    this.#table = table;
    this.#custom = custom;
  }

  read(index: number): unknown {
    if (index < 0) return special(index);
    if (this.#values.has(index)) return this.#values.get(index);
    if (index >= this.#table.length) throw new SyntaxError(`No entry ${index} in the table.`);

    const entry = this.#table[index];
    if (typeof entry !== "object" || entry === null) return this.#keep(index, entry);
    if (!Array.isArray(entry)) return this.#object(index, entry as Record<string, number>);
    return typeof entry[0] === "string"
      ? this.#tagged(index, entry[0], entry[1], entry[2])
      : this.#array(index, entry);
  }

  /** Containers are kept before they are filled, so that a cycle finds them. */
  #keep<T>(index: number, value: T): T {
    this.#values.set(index, value);
    return value;
  }

  #object(index: number, entry: Record<string, number>): Record<string, unknown> {
    const object = this.#keep(index, {} as Record<string, unknown>);
    for (const [key, child] of Object.entries(entry)) {
      if (key !== "__proto__") object[key] = this.read(child);
    }
    return object;
  }

  #array(index: number, entry: number[]): unknown[] {
    const array = this.#keep(index, new Array<unknown>(entry.length));
    for (const [i, child] of entry.entries()) {
      if (child !== HOLE) array[i] = this.read(child);
    }
    return array;
  }

  #tagged(index: number, tag: string, content: unknown, extra: unknown): unknown {
    if (Object.hasOwn(this.#custom, tag)) {
      return this.#keep(index, this.#custom[tag]!(this.read(content as number)));
    }
    if (tag === "Set") {
      const set = this.#keep(index, new Set<unknown>());
      for (const child of content as number[]) set.add(this.read(child));
      return set;
    }
    if (tag === "Map") {
      const map = this.#keep(index, new Map<unknown, unknown>());
      const children = content as number[];
      for (let i = 0; i + 1 < children.length; i += 2) {
        map.set(this.read(children[i]!), this.read(children[i + 1]!));
      }
      return map;
    }
    return this.#keep(index, scalar(tag, content as string, extra as string));
  }
}

function scalar(tag: string, text: string, flags: string): unknown {
  switch (tag) {
    case "BigInt":
      return BigInt(text);
    case "URL":
      return new URL(text);
    case "Date":
      return new Date(text);
    case "RegExp":
      return new RegExp(text, flags);
    case "Uint8Array":
      return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  }
  const temporal = TEMPORAL_TYPES.find((name) => tag === `Temporal.${name}`);
  if (temporal === undefined) throw new SyntaxError(`No parser for values of type "${tag}".`);
  if (typeof Temporal === "undefined") {
    throw new SyntaxError(`This browser has no ${tag}; pass the prop as a string instead.`);
  }
  return Temporal[temporal].from(text);
}

function special(index: number): unknown {
  switch (index) {
    case UNDEFINED:
    case HOLE:
      return undefined;
    case NULL:
      return null;
    case NAN:
      return NaN;
    case INFINITY_POS:
      return Infinity;
    case INFINITY_NEG:
      return -Infinity;
    case ZERO_NEG:
      return -0;
  }
  throw new SyntaxError(`Unknown special value ${index}.`);
}
