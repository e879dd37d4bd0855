import { isIP, Socket } from "node:net";
// @ts-types="./nodemailer.d.ts"
import { createTransport, type Mail, type Sent, type TransportOptions } from "nodemailer";
import type { HostAddress } from "../../outgoing/address_guard.ts";
import type { RecipientResult } from "../channel_kind.ts";
import { unreachedError } from "../failure.ts";
import { isUnreached, mailFailure, refusalOf, refusalsIn } from "./mail_failure.ts";
import { cutText } from "./message.ts";

/** For each step of the talk. */
const STEP_MS = 10_000;
/** For all of it, with every address; less than a job has. */
const TOTAL_MS = 45_000;
/** Addresses of one server that are tried. */
const MAX_ADDRESSES = 3;

/** How to reach a mail server. */
export interface MailSettings {
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  user: string;
  password: string;
}

/** What a mail came to, by recipient; the receipt is that of those who took it. */
export interface MailOutcome {
  receipt: string;
  results: RecipientResult[];
}

/**
 * Gives the mail to the first address that answers.
 * @throws PermanentError the server refuses it. @throws Error there was no answer, or a passing one.
 */
export async function sendMail(
  mail: Mail,
  settings: MailSettings,
  addresses: readonly HostAddress[],
  totalMs = TOTAL_MS,
): Promise<MailOutcome> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), totalMs);
  try {
    return await sendToFirst(mail, settings, addresses.slice(0, MAX_ADDRESSES), abort.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function sendToFirst(
  mail: Mail,
  settings: MailSettings,
  addresses: readonly HostAddress[],
  signal: AbortSignal,
): Promise<MailOutcome> {
  for (const [index, { address }] of addresses.entries()) {
    const socket = new Socket();
    const transport = createTransport({ ...transportOptions(settings, address), socket });
    // A server that talks for ever is not waited for.
    signal.addEventListener("abort", () => socket.destroy(), { once: true });
    try {
      const sent = await transport.sendMail(mail);
      return { receipt: cutText(sent.response, 200), results: resultsOf(sent) };
    } catch (error) {
      if (signal.aborted) throw unreachedError("mail", ["ETIMEDOUT"]);
      const refused = refusalsIn(error);
      if (refused.length > 0) return { receipt: "", results: refused };
      if (isUnreached(error) && index < addresses.length - 1) continue;
      throw mailFailure(error, [settings.password]);
    } finally {
      transport.close();
      socket.destroy();
    }
  }
  throw unreachedError("mail", ["ENOTFOUND"]);
}

function resultsOf({ accepted, response, rejectedErrors }: Sent): RecipientResult[] {
  const answer = cutText(response, 200);
  const taken = accepted.map((recipient) => ({ recipient, state: "taken" as const, answer }));
  return [...taken, ...(rejectedErrors ?? []).map(refusalOf)];
}

function transportOptions(
  { host, port, security, user, password }: MailSettings,
  address: string,
): TransportOptions {
  return {
    host: address,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(isIP(host) === 0 ? { tls: { servername: host } } : {}),
    ...(user === "" ? {} : { auth: { user, pass: password } }),
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
