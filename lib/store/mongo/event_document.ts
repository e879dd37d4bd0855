import { Decimal128, Double, Long } from "mongodb";
import {
  dimensionOf,
  type Event,
  type Metadata,
  METADATA_DIMENSIONS,
  type MetadataDimension,
  type SequencedEvent,
} from "../../events/event.ts";
import { decodeJson, encodeJson } from "./json_keys.ts";

/** An event as the collection `events` keeps it. Numbers of BSON's own types are read back as `number`. */
export interface EventDocument extends Partial<Record<MetadataDimension, string>> {
  _id: string;
  /** Order of commits. */
  seq: Long | number;
  /** The compare-and-set of `patch` and `delete`. */
  version: number;
  userId: string;
  type: string;
  /** As sent. */
  value: Double | number | null;
  /** `value` to 1/10,000, for sums that do not drift. */
  amount: Decimal128 | null;
  currency?: string;
  timestamp: Date;
  receivedAt: Date;
  source: string;
  metadata: Record<string, unknown>;
  /** Lower-case text that `q` is looked for in. */
  search: string;
}

const UNITS = 10_000;

/** A value in 1/10,000 units, rounded half away from zero. */
export function unitsOf(value: number): bigint {
  const whole = Math.trunc(value);
  // The difference is exact; only its product is rounded, and so the digits after the point stay.
  const fraction = value - whole;
  const part = Math.sign(fraction) * Math.round(Math.abs(fraction) * UNITS);
  return BigInt(whole) * BigInt(UNITS) + BigInt(part);
}

/** An exact decimal of an amount in 1/10,000 units: 34 digits, so that no sum of events overflows. */
export function decimalOf(units: bigint): Decimal128 {
  const digits = String(units < 0n ? -units : units).padStart(5, "0");
  const sign = units < 0n ? "-" : "";
  return Decimal128.fromString(`${sign}${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

/** The number nearest to a sum that the server answered. */
export function numberOf(sum: Decimal128 | Long | bigint | number | null | undefined): number {
  return Number(String(sum ?? 0));
}

/** Text in which `q` is found as plain text: the fields and metadata's JSON, lower case. */
function searchTextOf(event: Event): string {
  return [event.id, event.userId, event.type, event.source, JSON.stringify(event.metadata)]
    .join("\n").toLowerCase();
}

/** @throws RangeError when a time cannot be read. */
function dateOf(time: string): Date {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Cannot read the time "${time}"`);
  return date;
}

/** The document of an event. @throws RangeError when a time cannot be read. */
export function documentOf(event: Event, seq: number, version = 1): EventDocument {
  const dimensions: Partial<Record<MetadataDimension, string>> = {};
  for (const dimension of METADATA_DIMENSIONS) {
    const value = dimensionOf(event, dimension);
    if (value !== null) dimensions[dimension] = value;
  }
  return {
    _id: event.id,
    seq: Long.fromNumber(seq),
    version,
    userId: event.userId,
    type: event.type,
    value: event.value === null ? null : new Double(event.value),
    amount: event.value === null ? null : decimalOf(unitsOf(event.value)),
    ...(event.currency === undefined ? {} : { currency: event.currency }),
    timestamp: dateOf(event.timestamp),
    receivedAt: dateOf(event.receivedAt),
    source: event.source,
    metadata: encodeJson(event.metadata) as Record<string, unknown>,
    ...dimensions,
    search: searchTextOf(event),
  };
}

/** The event of a document, without its order number. */
export function eventOf(document: EventDocument): Event {
  return {
    id: document._id,
    userId: document.userId,
    type: document.type,
    value: document.value === null ? null : Number(document.value),
    ...(document.currency === undefined ? {} : { currency: document.currency }),
    timestamp: document.timestamp.toISOString(),
    metadata: decodeJson(document.metadata) as Metadata,
    source: document.source,
    receivedAt: document.receivedAt.toISOString(),
  };
}

/** The event of a document with its order number. */
export function sequencedEventOf(document: EventDocument): SequencedEvent {
  return { ...eventOf(document), seq: Number(document.seq) };
}
