import { decodeUtf8 } from "../http/body.ts";
import { ProblemError } from "../http/problem.ts";
import { MAX_BATCH } from "./event.ts";
import { parseStrictJson, StrictJsonError } from "./strict_json.ts";

/** How a delivery is written. */
export type BodyFormat = "json" | "ndjson";

export const NDJSON_TYPE = "application/x-ndjson";
const FORMATS: Readonly<Record<string, BodyFormat>> = {
  "application/json": "json",
  [NDJSON_TYPE]: "ndjson",
  "application/ndjson": "ndjson",
  "application/jsonl": "ndjson",
};

/** One event of a delivery, parsed but not validated; or why its line is not JSON. */
export type DeliveryItem = { input: unknown } | { malformed: string };

export interface Delivery {
  /** One event by itself, not in an array or file. */
  isSingle: boolean;
  items: DeliveryItem[];
}

/** The format of a `Content-Type`, or `null` for one that is not taken. Only UTF-8 is. */
export function bodyFormat(contentType: string | null): BodyFormat | null {
  // What nearly every sender writes.
  if (contentType === "application/json") return "json";
  const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith("charset="));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) return null;
  const name = type.trim();
  return Object.hasOwn(FORMATS, name) ? FORMATS[name]! : null;
}

function assertBatchSize(count: number): void {
  if (count > MAX_BATCH) {
    throw new ProblemError(
      422,
      `The body has ${count} events, at most ${MAX_BATCH} are taken at once; send several requests`,
    );
  }
}

function emptyBody(): ProblemError {
  return new ProblemError(400, "The body is empty; send an event");
}

function parseJsonBody(text: string): Delivery {
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
    if (text.trim() === "") throw emptyBody();
    throw new ProblemError(400, `The body ${error.message}`);
  }
  if (!Array.isArray(value)) return { isSingle: true, items: [{ input: value }] };
  assertBatchSize(value.length);
  return { isSingle: false, items: value.map((input) => ({ input })) };
}

function parseLine(line: string): DeliveryItem {
  try {
    return { input: parseStrictJson(line) };
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
    return { malformed: error.message };
  }
}

/**
 * Reads a body as events: a JSON object, an array of them, or one a line. A line that is not JSON
 * harms only itself; blank lines are passed over and not counted.
 * @throws ProblemError 400 when the body as a whole cannot be read, 422 for too many events
 */
export function parseDelivery(body: Uint8Array, format: BodyFormat): Delivery {
  const text = decodeUtf8(body);
  if (format === "json") return parseJsonBody(text);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw emptyBody();
  assertBatchSize(lines.length);
  return { isSingle: false, items: lines.map(parseLine) };
}
