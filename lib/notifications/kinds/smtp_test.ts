import assert from "node:assert/strict";
import { AddressGuard } from "../../outgoing/address_guard.ts";
import { OutgoingHttp } from "../../outgoing/outgoing_http.ts";
import { openStore } from "../../store/open.ts";
import { silentLogger } from "../../logging/logger.ts";
import { parseConfig } from "../../config.ts";
import type { Notification } from "../notification.ts";
import { SMTP } from "./smtp.ts";

const NOTIFICATION: Notification = {
  id: "n1",
  status: "firing",
  severity: "critical",
  title: "Pagamentos parados: ação",
  text: "None for 15 minutes",
  url: null,
  groupKey: "{}",
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  alerts: [],
};

/** A mail server that takes one message a connection, and answers its end with `verdict`. */
async function serveMail(listener: Deno.Listener, verdicts: string[], mails: string[]) {
  for await (const connection of listener) {
    const say = (line: string) => connection.write(new TextEncoder().encode(`${line}\r\n`));
    await say("220 test");
    let text = "";
    let isMail = false;
    for await (const part of connection.readable.pipeThrough(new TextDecoderStream())) {
      text += part;
      const end = isMail ? "\r\n.\r\n" : "\r\n";
      if (!text.endsWith(end)) continue;
      const command = text.trim();
      text = "";
      if (isMail) {
        isMail = false;
        mails.push(command);
        await say(verdicts.shift() ?? "250 queued as 42");
      } else if (command === "DATA") {
        isMail = true;
        await say("354 go on");
      } else await say(command === "QUIT" ? "221 bye" : "250 ok");
    }
  }
}

Deno.test("SMTP sends mail, and tells final answers from passing ones", async () => {
  const folder = await Deno.makeTempDir();
  const store = await openStore(parseConfig({ DATA_DIR: folder }), silentLogger);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const mails: string[] = [];
  const serving = serveMail(listener, ["250 queued as 42", "550 no", "451 later"], mails);
  const settings = {
    host: "127.0.0.1",
    port: listener.addr.port,
    security: "none",
    from: "vigia@example.com",
    to: "ana@example.com, rui@example.com",
  };
  const deliver = (allowed: string[]) => {
    const guard = new AddressGuard(allowed);
    const http = new OutgoingHttp(guard);
    return SMTP.deliver(NOTIFICATION, settings, {
      guard,
      http,
      store,
      now: Date.now,
      channelId: "c",
    });
  };
  try {
    assert.match(await deliver(["127.0.0.1"]), /queued as 42/);
    assert.match(mails[0]!, /Message-ID: <n1@vigia>/i);
    await assert.rejects(deliver(["127.0.0.1"]), { permanent: true });
    await assert.rejects(deliver(["127.0.0.1"]), (error: Error) => !("permanent" in error));
    await assert.rejects(deliver([]), { permanent: true });
    assert.equal(mails.length, 3);
  } finally {
    listener.close();
    await serving.catch(() => {});
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
});
