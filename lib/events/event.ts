/** Events of one kind share a name such as `purchase` or `payment.failed`. */
export const EVENT_TYPE_PATTERN = /^[a-z][a-z0-9_.:-]{0,63}$/;
/** Ids are visible ASCII; `.` and `..` could not be asked for, as URLs resolve them away. */
export const EVENT_ID_PATTERN = /^(?!\.{1,2}$)[\x21-\x7e]{1,128}$/;
/** Codes of ISO 4217 have this form. */
export const CURRENCY_PATTERN = /^[A-Z]{3}$/;
export const MAX_USER_ID_LENGTH = 128;
/** Largest `metadata` of one event, in bytes of its JSON text. */
export const MAX_METADATA_BYTES = 16 * 1024;
/** Deepest nesting of `metadata`; `{ a: 1 }` has depth 1. */
export const MAX_METADATA_DEPTH = 5;
/** Largest magnitude of `value`; sums of 1/10,000 units then stay inside 64-bit integers. */
export const MAX_ABSOLUTE_VALUE = 1e12;
/** How far ahead of the server's clock a timestamp may be: clocks drift, calendars do not. */
export const MAX_FUTURE_MS = 24 * 60 * 60 * 1000;
/** Most events in one request. */
export const MAX_BATCH = 1000;

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };
export type Metadata = { [key: string]: JsonValue };

/** One fact, as every part of Vigia and every API answer sees it. Times are ISO 8601 UTC with `Z`. */
export interface Event {
  id: string;
  userId: string;
  type: string;
  value: number | null;
  /** ISO 4217 code, when the sender gave one. */
  currency?: string;
  timestamp: string;
  metadata: Metadata;
  /** Name of the API key or webhook source that delivered it. */
  source: string;
  receivedAt: string;
}

/** An event with the store's own order number: strictly increasing in commit order. */
export interface SequencedEvent extends Event {
  seq: number;
}

/** Metadata fields that are columns of the store: they can be filtered and grouped by. */
export const METADATA_DIMENSIONS = ["region", "product", "category", "merchant"] as const;
export type MetadataDimension = typeof METADATA_DIMENSIONS[number];
/** Everything an event can be broken down by. */
export const DIMENSIONS = ["type", "userId", "source", ...METADATA_DIMENSIONS] as const;
export type Dimension = typeof DIMENSIONS[number];

/** The value of a dimension, or `null` where the event has none (only strings count). */
export function dimensionOf(event: Event, dimension: Dimension): string | null {
  if (dimension === "type" || dimension === "userId" || dimension === "source") {
    return event[dimension];
  }
  const value = Object.hasOwn(event.metadata, dimension) ? event.metadata[dimension] : null;
  return typeof value === "string" && value !== "" ? value : null;
}
