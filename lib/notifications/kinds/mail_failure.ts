import { PermanentError } from "../../queue/errors.ts";
import type { RecipientResult } from "../channel_kind.ts";
import { type Failure, failWith, unreachedError } from "../failure.ts";
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
    const said = cutText(response ?? "", MAX_ANSWER).replace(/^\d+[ -]?/, "");
    const failure: Failure = isLogin
      ? { code: "login", params: { status: responseCode } }
      : { code: "answered", params: { who: "mail", status: responseCode, said } };
    return responseCode >= 500 ? failWith(PermanentError, failure) : failWith(Error, failure);
  }
  return unreachedError("mail", [originalCode, code]);
}
