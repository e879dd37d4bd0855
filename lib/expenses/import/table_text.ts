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
/** Bytes that are looked at for the zeros of UTF-16. */
const LOOK_BYTES = 1000;

/**
 * The text of a table's bytes, without its byte order mark and with `\n` as the only end of a line.
 * What is wrong in the encoding is U+FFFD there.
 */
export function decodeTable(bytes: Uint8Array, chosen?: Encoding): TableText {
  const encoding = chosen ?? encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes).replaceAll(/\r\n?/g, "\n");
  return { text, encoding, isGuess: chosen === undefined };
}

/** The bytes' encoding by mark, by zeros, or by what is valid. */
function encodingOf(bytes: Uint8Array): Encoding {
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
  const text = new TextDecoder("utf-8").decode(bytes);
  if (!text.includes("\ufffd")) return "utf-8";
  let valid = 0;
  let invalid = 0;
  for (const line of text.split("\n")) {
    if (line.includes("\ufffd")) invalid++;
    else if (/[^\0-\x7f]/.test(line)) valid++;
  }
  return valid / (valid + invalid) > MOST ? "utf-8" : "windows-1252";
}

/** UTF-8 of a letter with an accent, read as Windows-1252: `Ã§` for `ç`. */
const MISREAD = /[ÂÃ][\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u0081\u008d\u008f\u0090\u009d]/;

/** Whether a cell of the table is written in another encoding than the rest. */
export function isMisread(cell: string, { encoding, isGuess }: TableText): boolean {
  return cell.includes("\ufffd") || isGuess && encoding === "windows-1252" && MISREAD.test(cell);
}
