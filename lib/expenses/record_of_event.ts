import type { RecordInput } from "../anomalies/detectors/record.ts";
import { dimensionOf, type Event } from "../events/event.ts";

/** Types of events that are judged one by one. */
export const EXPENSE = "expense";
export const PURCHASE = "purchase";

/** Whether an event is judged by itself: an expense or a purchase with an amount. */
export function isRecord({ type, value }: Event): boolean {
  return (type === EXPENSE || type === PURCHASE) && value !== null;
}

/** What the record detector reads of an event; `null` when it is no record with an amount. */
export function recordOfEvent(event: Event): RecordInput | null {
  if (!isRecord(event) || event.value === null) return null;
  return {
    id: event.id,
    userId: event.userId,
    category: dimensionOf(event, "category"),
    merchant: dimensionOf(event, "merchant"),
    amount: event.value,
    t: Date.parse(event.timestamp),
    type: event.type,
  };
}
