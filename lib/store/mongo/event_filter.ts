import { Buffer } from "node:buffer";
import type { Document, Filter } from "mongodb";
import { DIMENSIONS } from "../../events/event.ts";
import type { EventFilter } from "../events.ts";
import { UnknownCursorError } from "../pages.ts";
import type { EventDocument } from "./event_document.ts";

/** The `$match` of a filter. Every text of the caller stands where the server reads plain values. */
export function matchOf(filter: EventFilter): Filter<EventDocument> {
  const match: Document = {};
  for (const dimension of DIMENSIONS) {
    const wanted = filter[dimension];
    if (wanted !== undefined) match[dimension] = { $eq: wanted };
  }
  const time = boundsOf("$gte", filter.from, "$lt", filter.to);
  if (time !== null) {
    match.timestamp = Object.fromEntries(
      Object.entries(time).map(([operator, bound]) => [operator, new Date(bound)]),
    );
  }
  const value = boundsOf("$gte", filter.minValue, "$lte", filter.maxValue);
  if (value !== null) match.value = value;
  if (filter.flagged !== undefined) {
    match["metadata.anomaly.flagged"] = filter.flagged ? { $eq: true } : { $ne: true };
  }
  if (filter.q !== undefined) match.$expr = containsText("$search", filter.q);
  return match as Filter<EventDocument>;
}

/** Whether an index begins with one of the filter's fields; if not, `list` reads in the order of time. */
export function hasOwnIndex(filter: EventFilter): boolean {
  return DIMENSIONS.some((dimension) => filter[dimension] !== undefined);
}

function boundsOf(
  lower: string,
  min: number | undefined,
  upper: string,
  max: number | undefined,
): Record<string, number> | null {
  if (min === undefined && max === undefined) return null;
  return {
    ...(min === undefined ? {} : { [lower]: min }),
    ...(max === undefined ? {} : { [upper]: max }),
  };
}

/** Finds text as it stands and as JSON escapes it, so that quotes in metadata are found too. */
function containsText(field: string, text: string): Document {
  const plain = text.toLowerCase();
  const escaped = JSON.stringify(plain).slice(1, -1);
  const found = [...new Set([plain, escaped])].map((part) => ({
    $gte: [{ $indexOfBytes: [field, { $literal: part }] }, 0],
  }));
  return found.length === 1 ? found[0]! : { $or: found };
}

/** Where a list goes on: after the event with this time and order number. */
export interface EventCursor {
  time: number;
  seq: number;
}

/** The opaque text of a cursor. */
export function writeCursor(cursor: EventCursor): string {
  return Buffer.from(`e1:${cursor.time}:${cursor.seq}`).toString("base64url");
}

/** @throws UnknownCursorError unless `writeCursor` made the text. */
export function readCursor(text: string): EventCursor {
  const match = /^e1:(-?\d{1,16}):(\d{1,16})$/.exec(Buffer.from(text, "base64url").toString());
  const cursor = { time: Number(match?.[1]), seq: Number(match?.[2]) };
  // Base64 has several spellings of one text; only the one that was given out is known.
  if (match === null || writeCursor(cursor) !== text) throw new UnknownCursorError();
  return cursor;
}

/**
 * What comes after the cursor in the order of `list`. The outer bound lets the index begin at the
 * cursor; `$or` alone would not on every server.
 */
export function afterCursor(cursor: EventCursor): Filter<EventDocument> {
  const at = new Date(cursor.time);
  return {
    $and: [
      { timestamp: { $lte: at } },
      { $or: [{ timestamp: { $lt: at } }, { seq: { $lt: cursor.seq } }] },
    ],
  };
}
