/** JSON as domains hand it over: `undefined` fields count as absent. */
export type JsonInput =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly JsonInput[]
  | { readonly [key: string]: JsonInput };

/** Characters and names that some servers refuse, or read as paths and operators, inside a key. */
const UNSAFE = /[%.\0]|^\$|^__proto__$|^$/;

/**
 * A key that every server stores as it stands. `.`, NUL, a leading `$`, the empty key and
 * `__proto__` are written as percent escapes; common keys stay readable in the database.
 */
export function encodeKey(key: string): string {
  if (!UNSAFE.test(key)) return key;
  if (key === "") return "%";
  return key
    .replace(/[%.\0]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .replace(/^\$/, "%24")
    .replace(/^__proto__$/, "%5f_proto__");
}

/** The key that `encodeKey` was given. */
export function decodeKey(key: string): string {
  if (key === "%") return "";
  return key.replace(/%([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}

/** A JSON value with every nested key encoded and `undefined` fields left out. */
export function encodeJson(value: JsonInput): unknown {
  return mapKeys(value, encodeKey);
}

/** The value that `encodeJson` was given. */
export function decodeJson(value: unknown): unknown {
  return mapKeys(value, decodeKey);
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => item === undefined ? null : mapKeys(item, rename));
  }
  if (value === null || typeof value !== "object") return value;
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) entries.push([rename(key), mapKeys(item, rename)]);
  }
  // `fromEntries` defines own properties, so that a decoded `__proto__` stays data.
  return Object.fromEntries(entries);
}
