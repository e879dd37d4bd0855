import { Buffer } from "node:buffer";
import { UnknownCursorError } from "../pages.ts";

/** Last document of a page: the next one begins after it. */
export interface DocumentPosition {
  createdAt: string;
  id: string;
}

/** The opaque text of a position in one order of one collection, which `list` names. */
export function writeDocumentCursor(list: string, { createdAt, id }: DocumentPosition): string {
  return Buffer.from(JSON.stringify([list, createdAt, id])).toString("base64url");
}

/** @throws UnknownCursorError unless `writeDocumentCursor` made the text for this list. */
export function readDocumentCursor(list: string, text: string): DocumentPosition {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    throw new UnknownCursorError();
  }
  if (!Array.isArray(parts)) throw new UnknownCursorError();
  const [, createdAt, id] = parts;
  if (typeof createdAt !== "string" || typeof id !== "string") throw new UnknownCursorError();
  // Base64 and JSON have several spellings of one text; only the one that was given out is known.
  if (writeDocumentCursor(list, { createdAt, id }) !== text) throw new UnknownCursorError();
  return { createdAt, id };
}
