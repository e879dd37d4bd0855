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

/**
 * Custom types by tag name. A stringifier answers `{ value }` with what to store for the object,
 * or `undefined` when the object is not of its type.
 */
export type Stringifiers = Record<string, (value: unknown) => { value: unknown } | undefined>;

/** A value that has no wire format. */
export class SerializeError extends TypeError {
  override name = "SerializeError";

  constructor(
    readonly reason: string,
    /** Keys and indexes from the root to the value. */
    readonly path: readonly (string | number)[],
  ) {
    super(path.length === 0 ? reason : `${reason} (at ${path.join(".")})`);
  }
}

/**
 * Writes a value as a flat table in JSON: entry 0 is the root, and inside arrays and objects
 * every child is an index into the table. Equal references share an entry, so identity and
 * cycles survive. {@link parse} is the inverse.
 *
 * @throws {SerializeError} for functions, symbols, promises, class instances, nested JSX, and
 * for cycles through a custom type.
 */
export function stringify(data: unknown, custom: Stringifiers = {}): string {
  const writer = new Writer(custom);
  const root = writer.write(data);
  return root < 0 ? String(root) : `[${writer.table.join(",")}]`;
}

class Writer {
  readonly table: string[] = [];
  readonly #custom: [string, Stringifiers[string]][];
  readonly #indexes = new Map<unknown, number>();
  readonly #openCustom = new Map<number, string>();
  readonly #path: (string | number)[] = [];

  constructor(custom: Stringifiers) {
    this.#custom = Object.entries(custom);
  }

  /** Adds the value to the table unless it is there; returns its index. */
  write(value: unknown): number {
    const special = specialIndex(value);
    if (special !== null) return special;

    const known = this.#indexes.get(value);
    if (known !== undefined) {
      const open = this.#openCustom.get(known);
      if (open !== undefined) this.#fail(`A ${open} cannot contain itself.`);
      return known;
    }
    // The place is taken before the children are written, for the sake of cycles.
    const index = this.table.push("") - 1;
    this.#indexes.set(value, index);
    this.table[index] = this.#entry(value, index);
    return index;
  }

  #entry(value: unknown, index: number): string {
    switch (typeof value) {
      case "string":
      case "number":
      case "boolean":
        return JSON.stringify(value);
      case "bigint":
        return `["BigInt","${value}"]`;
      case "symbol":
        return this.#fail("Serializing symbols is not supported.");
    }
    const object = value as object;
    for (const [tag, stringifier] of this.#custom) {
      const replacement = stringifier(object);
      if (replacement === undefined) continue;
      this.#openCustom.set(index, tag);
      const inner = this.write(replacement.value);
      this.#openCustom.delete(index);
      return `[${JSON.stringify(tag)},${inner}]`;
    }
    if (typeof object === "function") this.#fail("Serializing functions is not supported.");
    if (Array.isArray(object)) return this.#array(object);
    return this.#builtin(object) ?? this.#plain(object);
  }

  #array(items: unknown[]): string {
    const indexes: number[] = [];
    for (let i = 0; i < items.length; i++) {
      indexes.push(i in items ? this.#child(i, items[i]) : HOLE);
    }
    return `[${indexes.join(",")}]`;
  }

  #builtin(object: object): string | null {
    if (object instanceof URL) return `["URL",${JSON.stringify(object.href)}]`;
    if (object instanceof Date) {
      const text = Number.isNaN(object.getTime()) ? "Invalid Date" : object.toISOString();
      return `["Date","${text}"]`;
    }
    if (object instanceof RegExp) {
      return `["RegExp",${JSON.stringify(object.source)}, ${JSON.stringify(object.flags)}]`;
    }
    if (object instanceof Uint8Array) return `["Uint8Array","${toBase64(object)}"]`;
    if (object instanceof Set) {
      const indexes = Array.from(object, (item, i) => this.#child(i, item));
      return `["Set",[${indexes.join(",")}]]`;
    }
    if (object instanceof Map) {
      const indexes: number[] = [];
      for (const [key, item] of object) {
        const label = String(typeof key === "object" ? "key" : key);
        indexes.push(this.#child(label, key), this.#child(label, item));
      }
      return `["Map",[${indexes.join(",")}]]`;
    }
    if (typeof Temporal === "undefined") return null;
    for (const name of TEMPORAL_TYPES) {
      if (object instanceof Temporal[name]) return `["Temporal.${name}","${object.toString()}"]`;
    }
    return null;
  }

  #plain(object: object): string {
    if (Object.hasOwn(object, "constructor") && object.constructor === undefined) {
      this.#fail("JSX can be passed as children or as a prop of its own, not inside other values.");
    }
    if (object instanceof Promise) {
      this.#fail("Serializing promises is not supported; await it first.");
    }
    const prototype = Object.getPrototypeOf(object);
    // Prototype of the prototype: plain objects of another realm are plain as well.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      const name = object.constructor?.name || "a class";
      this.#fail(`Serializing instances of ${name} is not supported; pass a plain object.`);
    }
    const fields: string[] = [];
    for (const [key, value] of Object.entries(object)) {
      // Assigning this key on the other side would change the prototype.
      if (key === "__proto__") continue;
      fields.push(`${JSON.stringify(key)}:${this.#child(key, value)}`);
    }
    return `{${fields.join(",")}}`;
  }

  #child(key: string | number, value: unknown): number {
    this.#path.push(key);
    const index = this.write(value);
    this.#path.pop();
    return index;
  }

  #fail(reason: string): never {
    throw new SerializeError(reason, this.#path);
  }
}

function specialIndex(value: unknown): number | null {
  if (value === undefined) return UNDEFINED;
  if (value === null) return NULL;
  if (typeof value !== "number") return null;
  if (Number.isNaN(value)) return NAN;
  if (value === Infinity) return INFINITY_POS;
  if (value === -Infinity) return INFINITY_NEG;
  return Object.is(value, -0) ? ZERO_NEG : null;
}

/** Base64 of the view's own bytes, in steps that fit the argument limit of a call. */
function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(binary);
}
