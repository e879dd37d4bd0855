import { isIP } from "node:net";
// @ts-types="./nodemailer.d.ts"
import { createTransport } from "nodemailer";
import { z } from "zod";
import { PermanentError } from "../../queue/errors.ts";
import { defineChannelKind } from "../channel_kind.ts";
import { cutText, plainMessage } from "./message.ts";

const TIMEOUT_MS = 10_000;

const settings = z.strictObject({
  host: z.string().trim().min(1, "Give the mail server's name").max(253),
  port: z.coerce.number().int().min(1).max(65_535).default(587),
  /** `tls` from the first byte (465), `starttls` (587), or `none` for a server next door. */
  security: z.enum(["tls", "starttls", "none"]).default("starttls"),
  user: z.string().max(320).default(""),
  password: z.string().max(1_000).default(""),
  from: z.email("Must be an e-mail address"),
  to: z.string().max(2_000).refine(
    (text) => text.split(",").every((part) => z.email().safeParse(part.trim()).success),
    "Must be e-mail addresses, separated by commas",
  ),
});

/** E-mail. The server's name is looked up once, and the checked address is connected to. */
export const SMTP = defineChannelKind({
  name: "smtp",
  settings,
  secrets: ["password"],
  destination: ["host"],
  rate: { burst: 5, everyMs: 1_000 },
  async deliver(notification, settings, { guard }) {
    const { host, port, security, user, password, from, to } = settings;
    const [first] = await guard.addressesOf(host);
    const transport = createTransport({
      host: first!.address,
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
    });
    try {
      const sent = await transport.sendMail({
        from,
        to,
        subject: cutText(notification.title.replace(/\s+/g, " "), 200),
        text: plainMessage(notification, 50_000),
        // The same message again carries the same id, so that mailboxes can tell.
        messageId: `<${notification.id.replace(/[^\w:-]/g, "-")}@vigia>`,
      });
      return cutText(sent.response, 200);
    } catch (error) {
      throw mailFailure(error);
    } finally {
      transport.close();
    }
  },
});

/** SMTP's 5xx are final, 4xx and the network are not; the text of either may hold secrets. */
function mailFailure(error: unknown): Error {
  const fields = error instanceof Error ? error as Error & Record<string, unknown> : null;
  const code = fields?.responseCode;
  if (typeof code === "number") {
    const message = `The mail server answered ${code}`;
    return code >= 500 ? new PermanentError(message) : new Error(message);
  }
  return new Error(`The mail server could not be reached (${String(fields?.code ?? "error")})`);
}
