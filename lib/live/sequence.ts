/**
 * Numbers of the live log. A frame of events carries the store's own order number of its last event
 * times this stride, so that a client's last number still says where it stood after a restart, or on
 * another instance. The numbers between belong to frames that the store does not keep.
 */
const STRIDE = 2 ** 20;

/** The log's number for an event's order number. Exact up to 2^33 events. */
export function liveSequenceOf(storeSeq: number): number {
  return storeSeq * STRIDE;
}

/** The order number of the newest event that a client at this log number can have seen. */
export function storeSequenceOf(liveSeq: number): number {
  return Math.floor(liveSeq / STRIDE);
}
