import assert from "node:assert/strict";
import { eventually } from "../../queue/testing/temporary_queues.ts";
import { MailServer } from "../testing/mail_server.ts";
import { sendMail } from "./mail_sender.ts";

const MAIL = {
  from: "vigia@example.com",
  to: "ana@example.com",
  envelope: { from: "vigia@example.com", to: ["ana@example.com"] },
  subject: "Test",
  text: "Test",
  messageId: "<n1@vigia>",
};

for (const security of ["none", "starttls"] as const) {
  Deno.test(`sendMail() hangs up on a server that takes too long (${security})`, async () => {
    const server = await MailServer.open(() => new Promise(() => {}), { security });
    const settings = { host: "127.0.0.1", port: server.port, security, user: "", password: "" };
    const here = { address: "127.0.0.1", family: 4 as const };
    try {
      if (security === "starttls") server.holdsBack = true;
      await assert.rejects(sendMail(MAIL, settings, [here, here], 300), {
        message: "The mail server could not be reached: no answer in time",
      });
      await eventually(() => server.connections === 0, "the connection to end");
    } finally {
      await server.close();
    }
  });
}
