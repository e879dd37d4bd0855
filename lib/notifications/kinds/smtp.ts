import { isIPv6 } from "node:net";
// @ts-types="./nodemailer.d.ts"
import type { Mail } from "nodemailer";
import { z } from "zod";
import { defineChannelKind, PartialDeliveryError, type RecipientResult } from "../channel_kind.ts";
import { sendMail } from "./mail_sender.ts";
import { cutText, plainMessage } from "./message.ts";

/** A name or an IPv4 address; the guard looks at what it leads to. */
const HOST = /^[\p{L}\p{N}_.-]+$/u;

const settings = z.strictObject({
  host: z.string().trim().min(1, "Give the mail server's name").max(253).refine(
    (host) => isIPv6(host) || HOST.test(host),
    "Must be a name or an address alone, like mail.example.com",
  ),
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
    const addresses = await guard.addressesOf(settings.host);
    const known = recipients.filter(({ state }) => state !== "later");
    const asked = addressesIn(settings.to).filter((address) =>
      known.every(({ recipient }) => !isSame(recipient, address))
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
    const { receipt, results } = await sendMail(mail, settings, addresses);
    return outcome([...known, ...results], receipt);
  },
});

/** Servers and libraries may change the case of an address. */
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** @throws PartialDeliveryError */
function outcome(results: readonly RecipientResult[], receipt: string): string {
  if (results.every(({ state }) => state === "taken")) return receipt;
  throw new PartialDeliveryError(results);
}
