import type { RecordInput } from "../anomalies/detectors/record.ts";
import { dimensionOf, type Event } from "../events/event.ts";

/** Types of events that are judged one by one. */
export const EXPENSE = "expense";
export const PURCHASE = "purchase";

/** Whether an event is judged by itself: an expense or a purchase with an amount. */
export function isRecord({ type, value }: Event): boolean {
  return (type === EXPENSE || type === PURCHASE) && value !== null;
}

/** Metadata field that says that an event's timestamp is a day, at noon, and tells no hour. */
export const DATE_ONLY = "dateOnly";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the record detector reads of an event; `null` when it is no record with an amount. */
export function recordOfEvent(event: Event): RecordInput | null {
  if (!isRecord(event) || event.value === null) return null;
  const at = Date.parse(event.timestamp);
  return {
    id: event.id,
    userId: event.userId,
    category: dimensionOf(event, "category"),
    merchant: dimensionOf(event, "merchant"),
    amount: event.value,
    t: event.metadata[DATE_ONLY] === true ? at - at % DAY_MS : at,
    type: event.type,
  };
}
