import type { z } from "zod";
import { PermanentError, RetryAfterError } from "../queue/errors.ts";
import type { OutgoingAnswer } from "../outgoing/outgoing_http.ts";
import { cutText } from "./kinds/message.ts";
import { ChannelGoneError } from "./channel_kind.ts";
import { type Failure, failureText, failWith } from "./failure.ts";

/** Longest that another server may make a message wait. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;
const TRANSIENT = new Set([408, 425, 429]);
const GONE = new Set([404, 410]);

/** An error for a wait that the other side asked for, at most an hour. */
export function retryAfter(failure: Failure, seconds: number): RetryAfterError {
  const wait = Math.min(Math.max(0, seconds * 1000), MAX_RETRY_AFTER_MS);
  return new RetryAfterError(failureText(failure), wait, { cause: failure });
}

/** Seconds of a `Retry-After` header, which is a number or a date; `null` for neither. */
export function retryAfterSeconds(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, (at - now) / 1000);
}

/** An answer's JSON, `null` when it is none or another one. */
export function parseAnswer<T>({ text }: OutgoingAnswer, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Longest that a receiver's own words are quoted. */
const MAX_QUOTED = 200;

/**
 * `who` answered so, with the receiver's own words on one line, where there are any; what is secret
 * is left out, as it may be said back.
 */
export function answered(
  who: string,
  status: number,
  words: string | undefined,
  secrets: readonly string[],
): Failure {
  // deno-lint-ignore no-control-regex
  const plain = (words ?? "").replace(/[\x00-\x20\x7f]+/g, " ").trim();
  const hidden = secrets.filter((secret) => secret !== "").reduce(
    (text, secret) => text.replaceAll(secret, "…"),
    plain,
  );
  return { code: "answered", params: { who, status, said: cutText(hidden, MAX_QUOTED) } };
}

/**
 * What an answer other than success means: 404 and 410 turn the channel off; 408, 425, 429 and 5xx
 * are tried again, when the answer says; redirects and all else are final.
 */
export function errorOf(
  { status, headers }: OutgoingAnswer,
  now: number,
  failure: Failure,
): Error {
  if (GONE.has(status)) return failWith(ChannelGoneError, failure);
  if (status >= 300 && status < 400) {
    return failWith(PermanentError, { ...failure, code: "redirected" });
  }
  if (!TRANSIENT.has(status) && status < 500) return failWith(PermanentError, failure);
  const seconds = retryAfterSeconds(headers["retry-after"], now);
  return seconds === null ? failWith(Error, failure) : retryAfter(failure, seconds);
}
