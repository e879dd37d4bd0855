/** Items of an array that become text at once: about a hundred kilobytes of the largest state. */
const ITEMS_AT_ONCE = 1_000;

function isLong(value: unknown): value is unknown[] {
  return Array.isArray(value) && (value.length > ITEMS_AT_ONCE || value.some(isLong));
}

/**
 * The JSON text of an object in parts, each made in a few milliseconds at most, however long its arrays
 * are. Fields without a value are left out, as always.
 */
export function* jsonParts(value: unknown): Generator<string> {
  if (isLong(value)) {
    yield "[";
    const size = value.length > ITEMS_AT_ONCE ? ITEMS_AT_ONCE : 1;
    for (let from = 0; from < value.length; from += size) {
      if (from > 0) yield ",";
      if (size === 1) yield* jsonParts(value[from]);
      else yield JSON.stringify(value.slice(from, from + size)).slice(1, -1);
    }
    yield "]";
  } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    let separator = "{";
    for (const [name, item] of Object.entries(value)) {
      if (item === undefined) continue;
      yield `${separator}${JSON.stringify(name)}:`;
      yield* jsonParts(item);
      separator = ",";
    }
    yield separator === "{" ? "{}" : "}";
  } else {
    yield JSON.stringify(value ?? null);
  }
}
