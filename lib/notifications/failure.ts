import { z } from "zod";
import { messagesFor } from "../i18n/messages.ts";
import { ForbiddenAddressError } from "../outgoing/address_guard.ts";
import { OutgoingError } from "../outgoing/outgoing_http.ts";
import { UnsealError } from "./secret_box.ts";

export const FAILURE_CODES = [
  "answered",
  "redirected",
  "login",
  "partial",
  "forbidden",
  "deleted",
  "off",
  "paused",
  "pace",
  "sealed",
  "refused",
  "timeout",
  "noName",
  "closed",
  "noEncryption",
  "selfSigned",
  "untrusted",
  "expired",
  "otherName",
  "unreached",
  "other",
] as const;
export type FailureCode = typeof FAILURE_CODES[number];

export const failureSchema = z.object({
  code: z.enum(FAILURE_CODES),
  /** What the sentence about it names. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** Why a try failed, without a language; pages and logs say it in theirs. Holds no secrets. */
export type Failure = z.infer<typeof failureSchema>;

/** What the network's codes mean. */
const BY_NETWORK_CODE: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: "refused",
  ETIMEDOUT: "timeout",
  ENOTFOUND: "noName",
  EAI_AGAIN: "noName",
  EDNS: "noName",
  ECONNRESET: "closed",
  EPIPE: "closed",
  ETLS: "noEncryption",
  DEPTH_ZERO_SELF_SIGNED_CERT: "selfSigned",
  SELF_SIGNED_CERT_IN_CHAIN: "selfSigned",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "untrusted",
  CERT_HAS_EXPIRED: "expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "otherName",
};

/** `who` could not be reached; the first code that is known says why. */
function unreached(who: string, codes: readonly (string | undefined)[]): Failure {
  const known = codes.find((code) => code !== undefined && code in BY_NETWORK_CODE);
  if (known !== undefined) return { code: BY_NETWORK_CODE[known]!, params: { who } };
  return { code: "unreached", params: { who, detail: codes.find(Boolean) ?? "?" } };
}

/** The failure in English, for logs and the API. */
export const failureText = ({ code, params }: Failure): string =>
  messagesFor("en").channels.failures[code](params);

/** An error of a class, about a failure. */
export function failWith<E extends Error>(
  kind: new (message: string, options?: ErrorOptions) => E,
  failure: Failure,
): E {
  return new kind(failureText(failure), { cause: failure });
}

/** As `unreached`, to throw. */
export const unreachedError = (who: string, codes: readonly (string | undefined)[]): Error =>
  failWith(Error, unreached(who, codes));

/** What an error of a delivery is about. */
export function failureIn(error: unknown): Failure {
  if (error instanceof ForbiddenAddressError) {
    return { code: "forbidden", params: { host: error.host } };
  }
  if (error instanceof OutgoingError) return unreached(error.host, [error.code]);
  if (error instanceof UnsealError) return { code: "sealed", params: {} };
  const known = error instanceof Error ? failureSchema.safeParse(error.cause).data : undefined;
  const text = error instanceof Error ? error.message : String(error);
  return known ?? { code: "other", params: { text: text.slice(0, MAX_TEXT) } };
}

const MAX_TEXT = 500;
