import { PermanentError } from "../../queue/errors.ts";
import type { RecipientResult } from "../channel_kind.ts";
import { cutText } from "./message.ts";
// @ts-types="./nodemailer.d.ts"
import type { RefusedRecipient } from "nodemailer";

const MAX_ANSWER = 200;

/** What nodemailer adds to the errors that it throws. */
interface MailError {
  /** What was being done, such as `CONN`. */
  command?: string;
  code?: string;
  /** The network's own, when `code` is nodemailer's. */
  originalCode?: string;
  response?: string;
  responseCode?: number;
  rejectedErrors?: RefusedRecipient[];
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "it refuses connections at this port",
  ETIMEDOUT: "no answer in time",
  EDNS: "its name has no address",
  ETLS: "it offers no encryption, or not as it was chosen",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not trusted: it signed it itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not trusted: it signed it itself",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not trusted: nobody known signed it",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is not trusted: nobody known signed it",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

const fieldsOf = (error: unknown): MailError =>
  error instanceof Error ? error as Error & MailError : {};

/** Whether no mail server was reached, so that another address may be tried. */
export const isUnreached = (error: unknown): boolean => fieldsOf(error).command === "CONN";

/** The recipients that were refused, when all were. */
export function refusalsIn(error: unknown): RecipientResult[] {
  return (fieldsOf(error).rejectedErrors ?? []).map(refusalOf);
}

/** SMTP's 5xx are final, its 4xx are not. */
export function refusalOf({ recipient, response, responseCode }: RefusedRecipient) {
  return {
    recipient,
    state: responseCode >= 500 ? "refused" as const : "later" as const,
    answer: cutText(response, MAX_ANSWER),
  };
}

/** What an error of the whole mail means: 5xx are final, 4xx and the network are not. */
export function mailFailure(error: unknown, secrets: readonly string[]): Error {
  const { command = "", code, originalCode, response, responseCode } = fieldsOf(error);
  if (responseCode !== undefined) {
    // Servers have been seen to repeat what they were sent.
    const isLogin = command.startsWith("AUTH") || code === "EAUTH" ||
      secrets.some((secret) => secret !== "" && response?.includes(secret));
    const message = isLogin
      ? `The mail server refused user and password (${responseCode})`
      : `The mail server answered ${cutText(response ?? String(responseCode), MAX_ANSWER)}`;
    return responseCode >= 500 ? new PermanentError(message) : new Error(message);
  }
  const known = [originalCode, code].find((name) => name !== undefined && name in REASONS);
  const reason = known === undefined ? originalCode ?? code ?? "error" : REASONS[known]!;
  return new Error(`The mail server could not be reached: ${reason}`);
}
