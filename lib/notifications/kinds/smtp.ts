import { isIP } from "node:net";
// @ts-types="./nodemailer.d.ts"
import { createTransport, type Mail, type Sent, type TransportOptions } from "nodemailer";
import { z } from "zod";
import type { HostAddress } from "../../outgoing/address_guard.ts";
import { defineChannelKind, PartialDeliveryError, type RecipientResult } from "../channel_kind.ts";
import { isUnreached, mailFailure, refusalOf, refusalsIn } from "./mail_failure.ts";
import { cutText, plainMessage } from "./message.ts";

const TIMEOUT_MS = 10_000;
/** Addresses of one server that are tried; all together must fit into the time of a job. */
const MAX_ADDRESSES = 3;

const settings = z.strictObject({
  host: z.string().trim().min(1, "Give the mail server's name").max(253),
  port: z.coerce.number().int().min(1).max(65_535).default(587),
  /** `tls` from the first byte (465), `starttls` (587), or `none` for a server next door. */
  security: z.enum(["tls", "starttls", "none"]).default("starttls"),
  user: z.string().max(320).default(""),
  password: z.string().max(1_000).default(""),
  from: z.email("Must be an e-mail address"),
  to: z.string().max(2_000).refine(
    (text) => addressesIn(text).every((address) => z.email().safeParse(address).success),
    "Must be e-mail addresses, separated by commas",
  ),
});

type Settings = z.infer<typeof settings>;

const addressesIn = (text: string): string[] => [
  ...new Set(text.split(",").map((part) => part.trim())),
];

/**
 * E-mail. The server's name is looked up once, and the checked addresses are connected to, one after
 * the other until one answers. Recipients that took the message are not told again.
 */
export const SMTP = defineChannelKind({
  name: "smtp",
  settings,
  secrets: ["password"],
  destination: ["host", "port", "security"],
  rate: { burst: 5, everyMs: 1_000 },
  async deliver(message, settings, { guard, recipients }) {
    const addresses = (await guard.addressesOf(settings.host)).slice(0, MAX_ADDRESSES);
    const known = recipients.filter(({ state }) => state !== "later");
    const asked = addressesIn(settings.to).filter((address) =>
      known.every(({ recipient }) => recipient !== address)
    );
    if (asked.length === 0) return outcome(known, "taken before");
    const { from, to } = settings;
    const mail: Mail = {
      from,
      to,
      envelope: { from, to: asked },
      subject: cutText(message.title.replace(/\s+/g, " "), 200),
      text: plainMessage(message, 50_000),
      // The same message again carries the same id, so that mailboxes can tell.
      messageId: `<${message.id.replace(/[^\w:-]/g, "-")}@vigia>`,
    };
    const { receipt, results } = await send(mail, settings, addresses);
    return outcome([...known, ...results], receipt);
  },
});

/** @throws PartialDeliveryError */
function outcome(results: readonly RecipientResult[], receipt: string): string {
  if (results.every(({ state }) => state === "taken")) return receipt;
  throw new PartialDeliveryError(results);
}

/** Gives the mail to the first address that answers. @throws PermanentError, Error */
async function send(
  mail: Mail,
  settings: Settings,
  addresses: readonly HostAddress[],
): Promise<{ receipt: string; results: RecipientResult[] }> {
  for (const [index, { address }] of addresses.entries()) {
    const transport = createTransport(transportOptions(settings, address));
    try {
      const sent = await transport.sendMail(mail);
      return { receipt: cutText(sent.response, 200), results: resultsOf(sent) };
    } catch (error) {
      const refused = refusalsIn(error);
      if (refused.length > 0) return { receipt: "", results: refused };
      if (isUnreached(error) && index < addresses.length - 1) continue;
      throw mailFailure(error, [settings.password]);
    } finally {
      transport.close();
    }
  }
  throw new Error(`${settings.host} has no address`);
}

function resultsOf({ accepted, response, rejectedErrors }: Sent): RecipientResult[] {
  const answer = cutText(response, 200);
  const taken = accepted.map((recipient) => ({ recipient, state: "taken" as const, answer }));
  return [...taken, ...(rejectedErrors ?? []).map(refusalOf)];
}

function transportOptions(
  { host, port, security, user, password }: Settings,
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
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
