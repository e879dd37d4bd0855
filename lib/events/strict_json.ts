const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** Deeper than any valid request, and shallow enough to recurse into. */
const MAX_JSON_DEPTH = 32;

/** A text is not JSON, or is JSON that readers understand differently. The message says where or why. */
export class StrictJsonError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StrictJsonError";
  }
}

/** Index of the quote that ends the string opened at `start`; the text's end when there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/**
 * Number of `name: value` pairs written in a JSON text; of any other text some number.
 * @throws StrictJsonError when it is nested too deep: parsing that would take the server a while.
 */
function countWrittenMembers(text: string): number {
  let count = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) i = endOfString(text, i);
    else if (char === COLON) count++;
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      if (++depth > MAX_JSON_DEPTH) {
        throw new StrictJsonError(`must not be nested deeper than ${MAX_JSON_DEPTH} levels`);
      }
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) depth--;
  }
  return count;
}

function countMembers(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const children: unknown[] = Object.values(value);
  let count = Array.isArray(value) ? 0 : children.length;
  for (const child of children) {
    if (typeof child === "object" && child !== null) count += countMembers(child);
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
  const written = countWrittenMembers(text);
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
  if (written !== countMembers(value)) {
    throw new StrictJsonError("must not have an object that names a member twice");
  }
  return value;
}
