import { Buffer } from "node:buffer";
import { UnknownCursorError } from "../pages.ts";

/** Last event of a page: the next one begins after it. */
export interface EventPosition {
  ts: number;
  seq: number;
}

/** The opaque text of a position. */
export function writeEventCursor({ ts, seq }: EventPosition): string {
  return Buffer.from(`events.${ts}.${seq}`).toString("base64url");
}

/** @throws UnknownCursorError unless `writeEventCursor` made the text. */
export function readEventCursor(text: string): EventPosition {
  const match = /^events\.(-?\d{1,16})\.(\d{1,16})$/.exec(
    Buffer.from(text, "base64url").toString(),
  );
  if (match === null) throw new UnknownCursorError();
  const position = { ts: Number(match[1]), seq: Number(match[2]) };
  // Base64 has several spellings of one text; only the one that was given out is known.
  if (writeEventCursor(position) !== text) throw new UnknownCursorError();
  return position;
}
