import type { z } from "zod";
import { parseJsonText } from "./json_text.ts";
import { ProblemError } from "./problem.ts";
import { singleValues } from "./query.ts";
import { ReadDeadlines } from "./read_deadlines.ts";
import { validate } from "./validation.ts";

/** Largest JSON body unless a route says otherwise. */
export const JSON_LIMIT_BYTES = 1024 * 1024;
/** Largest form; forms hold a name, an address and a password. */
const FORM_LIMIT_BYTES = 16 * 1024;
/** How long a body may take to arrive; who dribbles longer holds a connection for nothing. */
const READ_LIMIT_MS = 30_000;

const deadlines = new ReadDeadlines(READ_LIMIT_MS);

function tooLarge(limitBytes: number): ProblemError {
  return new ProblemError(413, `The body is larger than ${limitBytes} bytes; send less at once`);
}

function tooSlow(): ProblemError {
  return new ProblemError(408, "The body did not arrive in time; send it again");
}

/** The announced size, or `null` when it is not announced (chunked). */
function announcedBytes(request: Request): number | null {
  const text = request.headers.get("content-length");
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw new ProblemError(400, "Content-Length is not a number");
  return Number(text);
}

async function readCounted(
  body: ReadableStream<Uint8Array> | null,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > limitBytes) {
      reader.cancel().catch(() => {});
      throw tooLarge(limitBytes);
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

async function readWhole(
  request: Request,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await request.bytes();
  if (bytes.byteLength > limitBytes) throw tooLarge(limitBytes);
  return bytes;
}

/**
 * The body as it was sent. One whose announced size is too large is refused before it is read; a
 * chunked one after at most one chunk (64 KiB) more than the limit.
 * @throws ProblemError 413 too large, 415 compressed, 408 too slow, 400 when it broke off.
 */
export async function readBytes(
  request: Request,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") {
    throw new ProblemError(415, "Compressed bodies are not taken; send it without encoding", {
      headers: { "accept-encoding": "identity" },
    });
  }
  const announced = announcedBytes(request);
  if (announced !== null && announced > limitBytes) throw tooLarge(limitBytes);
  // Looking at `body` makes a stream of it, which costs more than all the rest of a small request.
  const read = announced === null
    ? readCounted(request.body, limitBytes)
    : readWhole(request, limitBytes);
  try {
    return await deadlines.race(read, tooSlow);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError(400, "The body broke off; send it again", { cause: error });
  }
}

/** Media type without parameters, lower-case, `""` when there is none. */
function mediaType(request: Request): string {
  const header = request.headers.get("content-type") ?? "";
  const end = header.indexOf(";");
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
}

/** @throws ProblemError 415 unless the body is of this type. */
export function requireContentType(request: Request, type: string): void {
  if (mediaType(request) !== type) {
    throw new ProblemError(415, `Send the body with Content-Type: ${type}`);
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** @throws ProblemError 400 for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ProblemError(400, "The body is not valid UTF-8");
  }
}

/**
 * The body as JSON that fits the schema.
 * @throws ProblemError 400, 408, 413, 415 or 422.
 */
export async function readJson<T>(
  request: Request,
  schema: z.ZodType<T>,
  limitBytes = JSON_LIMIT_BYTES,
): Promise<T> {
  requireContentType(request, "application/json");
  const text = decodeUtf8(await readBytes(request, limitBytes));
  return validate(schema, parseJsonText(text));
}

/**
 * The fields of a posted form (`application/x-www-form-urlencoded`), each given once.
 * @throws ProblemError 400, 408, 413, 415, or 422 for a repeated field.
 */
export async function readForm(request: Request): Promise<Record<string, string>> {
  requireContentType(request, "application/x-www-form-urlencoded");
  const text = decodeUtf8(await readBytes(request, FORM_LIMIT_BYTES));
  const fields = singleValues(new URLSearchParams(text));
  for (const [name, value] of Object.entries(fields)) {
    if (value.includes("\0")) {
      throw new ProblemError(422, "A form field holds a NUL character; leave it out", {
        errors: [{ path: name, message: "Must not contain NUL" }],
      });
    }
  }
  return fields;
}

/**
 * The fields and files of a posted `multipart/form-data`.
 * @throws ProblemError 400 no such form, 408, 413 or 415.
 */
export async function readMultipart(request: Request, limitBytes: number): Promise<FormData> {
  requireContentType(request, "multipart/form-data");
  const bytes = await readBytes(request, limitBytes);
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  try {
    return await new Response(bytes, { headers }).formData();
  } catch (error) {
    throw new ProblemError(400, "The form cannot be read; send it again", { cause: error });
  }
}
