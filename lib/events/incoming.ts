import { z } from "zod";
import {
  CURRENCY_PATTERN,
  type Event,
  EVENT_ID_PATTERN,
  EVENT_TYPE_PATTERN,
  MAX_ABSOLUTE_VALUE,
  MAX_FUTURE_MS,
  MAX_USER_ID_LENGTH,
  type Metadata,
} from "./event.ts";
import type { FieldError } from "../http/problem.ts";
import { createEventId } from "./event_id.ts";
import { metadataProblem, shortName, textProblem } from "./metadata.ts";
import { isPlainEvent } from "./plain_event.ts";

const KNOWN_FIELDS = "id, userId, type, value, currency, timestamp, metadata";
/** Unknown fields of one event that are named; there can be thousands. */
const MAX_NAMED_FIELDS = 5;

const userIdSchema = z.string("Must be a string").min(1, "Must not be empty")
  .max(MAX_USER_ID_LENGTH, `Must not be longer than ${MAX_USER_ID_LENGTH} characters`)
  .check((ctx) => {
    const problem = textProblem(ctx.value);
    if (problem !== null) ctx.issues.push({ code: "custom", message: problem, input: ctx.value });
  });

const typeSchema = z.string("Must be a string").regex(
  EVENT_TYPE_PATTERN,
  "Must be 1 to 64 of a-z 0-9 _ . : - and begin with a letter, like purchase or payment.failed",
);

const valueSchema = z.number("Must be a finite number or null")
  .gte(-MAX_ABSOLUTE_VALUE, `Must not be below ${-MAX_ABSOLUTE_VALUE}`)
  .lte(MAX_ABSOLUTE_VALUE, `Must not exceed ${MAX_ABSOLUTE_VALUE}`)
  .nullable();

const currencySchema = z.string("Must be a string").regex(
  CURRENCY_PATTERN,
  "Must be three capital letters (ISO 4217), like BRL",
);

const timestampSchema = z.iso.datetime({
  offset: true,
  abort: true,
  error: "Must be an ISO 8601 time with Z or an offset, like 2026-11-22T12:00:00Z",
}).check((ctx) => {
  const at = Date.parse(ctx.value);
  const message = !(at >= 0)
    ? "Must not be before 1970"
    : at > Date.now() + MAX_FUTURE_MS
    ? "Must not be more than 24 hours ahead of the server's clock"
    : null;
  if (message !== null) ctx.issues.push({ code: "custom", message, input: ctx.value });
});

const metadataSchema = z.custom<Metadata>(isObject, { error: "Must be a JSON object", abort: true })
  .check((ctx) => {
    const problem = metadataProblem(ctx.value);
    if (problem === null) return;
    const path = problem.path === "" ? [] : problem.path.split(".");
    ctx.issues.push({ code: "custom", path, message: problem.message, input: ctx.value });
  });

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Only what is not said by a field's own schema: the event itself is no object, or has more fields. */
function objectError(issue: { code?: string | undefined }): string | undefined {
  return issue.code === "invalid_type" ? "Must be a JSON object" : undefined;
}

/** The time in UTC with milliseconds, as all of Vigia writes it. */
function toUtc(text: string): string {
  // Already in that form: the schema has checked it, and no other form of this length ends in Z.
  if (text.length === 24 && text.endsWith("Z")) return text;
  return new Date(text).toISOString();
}

/** What a sender may say about an event; everything else belongs into `metadata`. */
export const incomingEventSchema = z.strictObject({
  id: z.string("Must be a string")
    .regex(EVENT_ID_PATTERN, "Must be 1 to 128 visible ASCII characters").optional(),
  userId: userIdSchema,
  type: typeSchema,
  value: valueSchema.default(null),
  currency: currencySchema.optional(),
  timestamp: timestampSchema.optional(),
  metadata: metadataSchema.default({}),
}, { error: objectError });
export type IncomingEvent = z.infer<typeof incomingEventSchema>;

/** Fields of a stored event that may be changed; metadata is replaced as a whole. */
export const eventChangesSchema = z.strictObject({
  userId: userIdSchema.optional(),
  type: typeSchema.optional(),
  value: valueSchema.optional(),
  currency: currencySchema.optional(),
  timestamp: timestampSchema.transform(toUtc).optional(),
  metadata: metadataSchema.optional(),
}, { error: objectError });

export type NormalizedEvent = { ok: true; event: Event } | { ok: false; errors: FieldError[] };

/** Where an event came from and when; `id` is used when the event brings none. */
export interface Arrival {
  source: string;
  /** ISO 8601 UTC; the time of events that bring none. */
  receivedAt: string;
  id?: string | undefined;
}

function issueErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") {
      return [{ path: issue.path.join("."), message: issue.message }];
    }
    return issue.keys.slice(0, MAX_NAMED_FIELDS).map((key) => ({
      path: shortName(key),
      message: `Is not a field of an event; known are ${KNOWN_FIELDS}, the rest goes into metadata`,
    }));
  });
}

function toEvent(fields: z.input<typeof incomingEventSchema>, arrival: Arrival): Event {
  const { id, userId, type, value = null, currency, timestamp, metadata = {} } = fields;
  const event: Event = {
    id: id ?? arrival.id ?? createEventId(),
    userId,
    type,
    value,
    timestamp: timestamp === undefined ? arrival.receivedAt : toUtc(timestamp),
    metadata,
    source: arrival.source,
    receivedAt: arrival.receivedAt,
  };
  const code = currency ?? metadata.currency;
  if (typeof code === "string" && CURRENCY_PATTERN.test(code)) event.currency = code;
  return event;
}

/**
 * An event as it is stored, from one parsed JSON value of a sender; or everything that is wrong
 * with it. `metadata.currency` stands in for a missing `currency`.
 */
export function normalizeEvent(input: unknown, arrival: Arrival): NormalizedEvent {
  if (isPlainEvent(input)) return { ok: true, event: toEvent(input, arrival) };
  const parsed = incomingEventSchema.safeParse(input);
  if (parsed.success) return { ok: true, event: toEvent(parsed.data, arrival) };
  return { ok: false, errors: issueErrors(parsed.error.issues) };
}
