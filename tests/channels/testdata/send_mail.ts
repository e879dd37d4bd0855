import { sendMail } from "@/lib/notifications/kinds/mail_sender.ts";

/** Sends one mail as `host port security` ask, to the loopback; prints the receipt or the error. */
const [host = "", port, security] = Deno.args;
const here = { address: "127.0.0.1", family: 4 as const };
const mail = {
  from: "vigia@example.com",
  to: "ana@example.com",
  envelope: { from: "vigia@example.com", to: ["ana@example.com"] },
  subject: "Test",
  text: "Test",
  messageId: "<n1@vigia>",
};
const text = await sendMail(mail, {
  host,
  port: Number(port),
  security: security === "tls" ? "tls" : "starttls",
  user: "ana",
  password: "secret",
}, [here]).then(({ receipt }) => receipt, (error: Error) => error.message);
Deno.stdout.writeSync(new TextEncoder().encode(text));
