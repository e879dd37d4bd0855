import assert from "node:assert/strict";
import { AddressGuard } from "../../outgoing/address_guard.ts";
import { OutgoingHttp } from "../../outgoing/outgoing_http.ts";
import { openStore } from "../../store/open.ts";
import { silentLogger } from "../../logging/logger.ts";
import { parseConfig } from "../../config.ts";
import type { Notification } from "../notification.ts";
import { MailServer } from "../testing/mail_server.ts";
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

Deno.test("SMTP sends mail, and tells final answers from passing ones", async () => {
  const folder = await Deno.makeTempDir();
  const store = await openStore(parseConfig({ DATA_DIR: folder }), silentLogger);
  const verdicts = ["250 queued as 42", "550 no", "451 later"];
  const mails: string[] = [];
  const server = new MailServer((mail) => {
    mails.push(mail);
    return verdicts.shift()!;
  });
  const settings = {
    host: "127.0.0.1",
    port: server.port,
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
    await server.close();
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
});
