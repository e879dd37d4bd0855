const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** A text is not JSON, or is JSON that readers understand differently. The message says where or why. */
export class StrictJsonError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StrictJsonError";
  }
}

/** Index of the quote that ends the string whose opening quote is at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1);; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}

/** Number of `name: value` pairs written in a valid JSON text. */
function countWrittenMembers(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) i = endOfString(text, i);
    else if (char === COLON) count++;
  }
  return count;
}

/** Number of members in a parsed value; without recursion, as it may be nested a million times. */
function countMembers(root: unknown): number {
  let count = 0;
  const open = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const children: unknown[] = Object.values(value);
    if (!Array.isArray(value)) count += children.length;
    for (const child of children) {
      if (typeof child === "object" && child !== null) open.push(child);
    }
  }
  return count;
}

/**
 * Parses JSON and refuses objects that name a member twice (I-JSON, RFC 7493, section 2.3): which of
 * the two counts depends on the reader, so that a signature or a filter in front of Vigia may have
 * judged the other one.
 * @throws StrictJsonError
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The engine's own message may quote the input; only the position is passed on.
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    throw new StrictJsonError(
      position === undefined ? "is not valid JSON" : `is not valid JSON at character ${position}`,
    );
  }
  if (countWrittenMembers(text) !== countMembers(value)) {
    throw new StrictJsonError("must not have an object that names a member twice");
  }
  return value;
}
