import { MAX_VALUE_BYTES } from "./change.ts";
import { PayloadTooLargeError } from "./errors.ts";
import { INLINE_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES } from "./job.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface EncodedPayload {
  /** What goes into the row, `null` when it does not fit. */
  inline: Uint8Array | null;
  /** What goes into rows of its own. */
  chunks: Uint8Array[];
  bytes: number;
}

/**
 * JSON in UTF-8, cut into values that Deno KV takes. `undefined` becomes `null`.
 * @throws PayloadTooLargeError
 * @throws TypeError what JSON cannot hold (a cycle, a bigint).
 */
export function encodePayload(kind: string, payload: unknown): EncodedPayload {
  const bytes = encoder.encode(JSON.stringify(payload) ?? "null");
  if (bytes.length > MAX_PAYLOAD_BYTES) {
    throw new PayloadTooLargeError(kind, bytes.length, MAX_PAYLOAD_BYTES);
  }
  if (bytes.length <= INLINE_PAYLOAD_BYTES) {
    return { inline: bytes, chunks: [], bytes: bytes.length };
  }
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += MAX_VALUE_BYTES) {
    chunks.push(bytes.subarray(at, at + MAX_VALUE_BYTES));
  }
  return { inline: null, chunks, bytes: bytes.length };
}

/** The payload again, from its parts in order. */
export function decodePayload(parts: readonly Uint8Array[]): unknown {
  const stream = new TextDecoder();
  if (parts.length === 1) return JSON.parse(decoder.decode(parts[0]));
  const text = parts.map((part) => stream.decode(part, { stream: true })).join("") +
    stream.decode();
  return JSON.parse(text);
}
