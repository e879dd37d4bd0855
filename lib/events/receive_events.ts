import { type Principal } from "../auth/permissions.ts";
import { readBytes } from "../http/body.ts";
import { type FieldError, ProblemError } from "../http/problem.ts";
import { bodyFormat, type Delivery, NDJSON_TYPE, parseDelivery } from "./body_formats.ts";
import type { Event } from "./event.ts";
import { normalizeEvent } from "./incoming.ts";
import type { Ingest } from "./ingest.ts";
import {
  WEBHOOK_ID_HEADER,
  WEBHOOK_ID_PATTERN,
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_TIMESTAMP_HEADER,
  WebhookSignatureError,
} from "./standard_webhooks.ts";

/** Largest delivery. */
export const DELIVERY_LIMIT_BYTES = 1024 * 1024;
/** Field errors that a refusal repeats at its top; `rejected` has all of them. */
const MAX_TOP_ERRORS = 20;

/** One event of a delivery that was not accepted. */
export interface RejectedEvent {
  /** Position in the array or among the lines, from 0. */
  index: number;
  errors: FieldError[];
}

/** What a sender is told about a delivery. */
export interface DeliveryAnswer {
  accepted: number;
  /** Ids of the accepted events, in their order. */
  ids: string[];
  rejected: RejectedEvent[];
}

function unauthorized(detail: string): ProblemError {
  return new ProblemError(401, detail, { headers: { "www-authenticate": "Bearer" } });
}

/** Name of who delivers: a caller who may write, or a source that knows a webhook secret. */
async function sourceOf(
  request: Request,
  body: Uint8Array,
  principal: Principal | null,
  ingest: Ingest,
): Promise<string> {
  if (principal?.permissions.has("events:write")) return principal.name;
  const headers = request.headers;
  try {
    return await ingest.webhooks.verify({
      id: headers.get(WEBHOOK_ID_HEADER),
      timestamp: headers.get(WEBHOOK_TIMESTAMP_HEADER),
      signature: headers.get(WEBHOOK_SIGNATURE_HEADER),
    }, body);
  } catch (error) {
    if (error instanceof WebhookSignatureError) throw unauthorized(error.message);
    throw error;
  }
}

/** Refuses who cannot be a sender before his body is read. */
function assertMayDeliver(request: Request, principal: Principal | null): void {
  if (principal?.permissions.has("events:write")) return;
  if (request.headers.has(WEBHOOK_SIGNATURE_HEADER)) return;
  if (principal === null) {
    throw unauthorized("Send an API key that has events:write, or a Standard Webhooks signature");
  }
  throw new ProblemError(403, "Needs the permission events:write");
}

/** The delivery's own id, which makes its events idempotent when they bring none. */
function deliveryId(request: Request): string | null {
  const id = request.headers.get(WEBHOOK_ID_HEADER);
  if (id === null || WEBHOOK_ID_PATTERN.test(id)) return id;
  const rule = "must be 1 to 124 visible ASCII characters without a full stop";
  throw new ProblemError(422, `${WEBHOOK_ID_HEADER} ${rule}`, {
    errors: [{ path: WEBHOOK_ID_HEADER, message: `It ${rule}` }],
  });
}

let textOfMs = { ms: 0, text: "" };

/** The time in ISO 8601; under load many requests share a millisecond, and writing it is not cheap. */
function nowText(): string {
  const ms = Date.now();
  if (ms !== textOfMs.ms) textOfMs = { ms, text: new Date(ms).toISOString() };
  return textOfMs.text;
}

interface Sorted {
  events: Event[];
  rejected: RejectedEvent[];
}

function sortDelivery(delivery: Delivery, source: string, id: string | null): Sorted {
  const receivedAt = nowText();
  const sorted: Sorted = { events: [], rejected: [] };
  delivery.items.forEach((item, index) => {
    if ("malformed" in item) {
      sorted.rejected.push({
        index,
        errors: [{ path: "", message: `The line ${item.malformed}` }],
      });
      return;
    }
    const ownId = id === null ? undefined : delivery.isSingle ? id : `${id}:${index}`;
    const result = normalizeEvent(item.input, { source, receivedAt, id: ownId });
    if (result.ok) sorted.events.push(result.event);
    else sorted.rejected.push({ index, errors: result.errors });
  });
  return sorted;
}

function nothingValid(delivery: Delivery, rejected: RejectedEvent[]): ProblemError {
  const detail = delivery.isSingle
    ? "The event is not valid; see errors"
    : `None of the ${delivery.items.length} events is valid; see rejected`;
  const errors = rejected.slice(0, MAX_TOP_ERRORS).flatMap(({ index, errors }) =>
    errors.map(({ path, message }) => ({
      path: delivery.isSingle ? path : path === "" ? String(index) : `${index}.${path}`,
      message,
    }))
  );
  return new ProblemError(422, detail, {
    errors: errors.slice(0, MAX_TOP_ERRORS),
    members: { rejected },
  });
}

/**
 * Answers `POST /webhook/event`: verifies who sends, validates each event for itself, makes the
 * valid ones durable, and only then says 202.
 * @throws ProblemError 400 not JSON, 401, 403, 413, 415, 422 when no event is valid (with the member
 * `rejected`), 503 with `Retry-After`.
 */
export async function receiveEvents(
  request: Request,
  principal: Principal | null,
  ingest: Ingest,
): Promise<Response> {
  assertMayDeliver(request, principal);
  const format = bodyFormat(request.headers.get("content-type"));
  if (format === null) {
    throw new ProblemError(
      415,
      `Send events with Content-Type: application/json or ${NDJSON_TYPE}, in UTF-8`,
    );
  }
  const body = await readBytes(request, DELIVERY_LIMIT_BYTES);
  const source = await sourceOf(request, body, principal, ingest);
  const delivery = parseDelivery(body, format);
  const { events, rejected } = sortDelivery(delivery, source, deliveryId(request));
  ingest.metrics.count("rejected", rejected.length);
  if (events.length === 0) throw nothingValid(delivery, rejected);
  await ingest.accept(events);
  const answer: DeliveryAnswer = {
    accepted: events.length,
    ids: events.map(({ id }) => id),
    rejected,
  };
  return Response.json(answer, { status: 202 });
}
