import { setImmediate } from "node:timers/promises";
import { TimeSlices } from "./time_slices.ts";

/** How the bytes of a table may be written. Latin-1 is read as Windows-1252, which has all of it. */
export const ENCODINGS = ["utf-8", "windows-1252", "utf-16le", "utf-16be"] as const;
export type Encoding = typeof ENCODINGS[number];

/** A table as text. */
export interface TableText {
  text: string;
  encoding: Encoding;
  /** The encoding was found out, so text that looks wrong may be the fault of that. */
  isGuess: boolean;
}

/** Part of the lines with other letters than ASCII that must be UTF-8, for the rest to be the mistake. */
const MOST = 0.5;
const PIECE_BYTES = 256 * 1024;
/** Bytes that are looked at for the zeros of UTF-16. */
const LOOK_BYTES = 1000;

/**
 * The text of a table's bytes, without its byte order mark and with `\n` as the only end of a line.
 * What is wrong in the encoding is U+FFFD there.
 */
export async function decodeTable(bytes: Uint8Array, chosen?: Encoding): Promise<TableText> {
  const isGuess = chosen === undefined;
  const encoding = chosen ?? encodingByZeros(bytes);
  if (encoding !== null) {
    return { text: linesOf(await decode(bytes, encoding)), encoding, isGuess };
  }
  const text = linesOf(await decode(bytes, "utf-8"));
  if (!await isOtherThanUtf8(text)) return { text, encoding: "utf-8", isGuess };
  return {
    text: linesOf(await decode(bytes, "windows-1252")),
    encoding: "windows-1252",
    isGuess,
  };
}

function linesOf(text: string): string {
  const lines = text.replaceAll("\r\n", "\n");
  return lines.includes("\r") ? lines.replaceAll("\r", "\n") : lines;
}

/** Decodes piece by piece, so that others have their turn. */
async function decode(bytes: Uint8Array, encoding: Encoding): Promise<string> {
  const decoder = new TextDecoder(encoding);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    pieces.push(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true }));
    await setImmediate();
  }
  pieces.push(decoder.decode());
  return pieces.join("");
}

/** UTF-16 by its mark, or by its zeros; `null` for what must be judged by its text. */
function encodingByZeros(bytes: Uint8Array): Encoding | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const zeros = [0, 0];
  for (const [index, byte] of bytes.subarray(0, LOOK_BYTES).entries()) {
    if (byte === 0) zeros[index % 2]!++;
  }
  const half = Math.min(bytes.length, LOOK_BYTES) / 2;
  // Of plain text in UTF-16 every second byte is zero; a NUL here and there is something else.
  if (zeros[1]! > half / 2 && zeros[0]! < half / 10) return "utf-16le";
  if (zeros[0]! > half / 2 && zeros[1]! < half / 10) return "utf-16be";
  return null;
}

/** Whether too few of the lines with other letters than ASCII are valid, read as UTF-8. */
async function isOtherThanUtf8(text: string): Promise<boolean> {
  if (!text.includes("\ufffd")) return false;
  const slices = new TimeSlices();
  let valid = 0;
  let invalid = 0;
  for (let at = 0; at < text.length;) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    if (line.includes("\ufffd")) invalid++;
    else if (/[^\0-\x7f]/.test(line)) valid++;
    at += line.length + 1;
    if (slices.step()) await slices.rest();
  }
  return valid / (valid + invalid) <= MOST;
}

/** How spreadsheets (zipped or old) and PDF begin. */
const OTHER_FILES = ["PK\x03\x04", "\u00d0\u00cf\x11\u00e0", "\ufffd\ufffd\x11\ufffd", "%PDF-"];

/** Whether the file is a known kind that is no text at all. */
export function isOtherFile({ text }: TableText): boolean {
  return OTHER_FILES.some((start) => text.startsWith(start));
}

/** UTF-8 of a letter with an accent, read as Windows-1252: `Ã§` for `ç`. */
const MISREAD = /[ÂÃ][\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u0081\u008d\u008f\u0090\u009d]/;

/** Whether a cell of the table is written in another encoding than the rest. */
export function isMisread(cell: string, { encoding, isGuess }: TableText): boolean {
  return cell.includes("\ufffd") || isGuess && encoding === "windows-1252" && MISREAD.test(cell);
}
