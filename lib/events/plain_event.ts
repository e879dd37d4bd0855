import {
  CURRENCY_PATTERN,
  EVENT_ID_PATTERN,
  EVENT_TYPE_PATTERN,
  MAX_ABSOLUTE_VALUE,
  MAX_FUTURE_MS,
  MAX_USER_ID_LENGTH,
  type Metadata,
} from "./event.ts";
import { metadataProblem, textProblem } from "./metadata.ts";

/** An event in the form that most senders use: no field that would need converting or explaining. */
export interface PlainEvent {
  id?: string;
  userId: string;
  type: string;
  value?: number | null;
  currency?: string;
  timestamp?: string;
  metadata?: Metadata;
}

/** What `toISOString` writes, on the days that every month has. */
const PLAIN_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

function isUserId(value: unknown): boolean {
  return typeof value === "string" && value.length > 0 && value.length <= MAX_USER_ID_LENGTH &&
    textProblem(value) === null;
}

function isValue(value: unknown): boolean {
  // Not so for NaN and the infinities either.
  return value === null || (typeof value === "number" && Math.abs(value) <= MAX_ABSOLUTE_VALUE);
}

function isTime(value: unknown): boolean {
  if (typeof value !== "string" || !PLAIN_TIME.test(value)) return false;
  const at = Date.parse(value);
  return at >= 0 && at <= Date.now() + MAX_FUTURE_MS;
}

function isMetadata(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    metadataProblem(value) === null;
}

function isField(name: string, value: unknown): boolean {
  switch (name) {
    case "id":
      return isText(value, EVENT_ID_PATTERN);
    case "userId":
      return isUserId(value);
    case "type":
      return isText(value, EVENT_TYPE_PATTERN);
    case "value":
      return isValue(value);
    case "currency":
      return isText(value, CURRENCY_PATTERN);
    case "timestamp":
      return isTime(value);
    case "metadata":
      return isMetadata(value);
    default:
      return false;
  }
}

/**
 * Whether an input plainly is a valid event. The schema of `incoming.ts` decides what is valid and
 * explains what is not; this is its short cut for the hot path, several times as fast: it may say no
 * to a valid event, never yes to an invalid one.
 */
export function isPlainEvent(input: unknown): input is PlainEvent {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return false;
  for (const name of Object.keys(input)) {
    if (!isField(name, (input as Record<string, unknown>)[name])) return false;
  }
  return Object.hasOwn(input, "userId") && Object.hasOwn(input, "type");
}
