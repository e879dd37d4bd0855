import assert from "node:assert/strict";
import { AddressGuard, type HostAddress } from "../../outgoing/address_guard.ts";
import { OutgoingHttp } from "../../outgoing/outgoing_http.ts";
import type { SettingValue } from "../channel.ts";
import { PartialDeliveryError, type RecipientResult } from "../channel_kind.ts";
import { MailServer, type MailServerOptions } from "../testing/mail_server.ts";
import { NO_NOTICES } from "../testing/no_notices.ts";
import { message } from "../testing/messages.ts";
import { SMTP } from "./smtp.ts";

const HERE: HostAddress = { address: "127.0.0.1", family: 4 };

interface Try {
  settings?: Record<string, SettingValue>;
  recipients?: readonly RecipientResult[];
  allowed?: string[];
  /** What `mail.test` stands for. */
  addresses?: HostAddress[];
}

interface Setup {
  server: MailServer;
  mails: string[];
  /** What comes to an end of a message, in order; then all are taken. */
  verdicts: string[];
  deliver(options?: Try): Promise<string>;
}

async function withMail(
  options: MailServerOptions,
  test: (setup: Setup) => Promise<void>,
): Promise<void> {
  const verdicts: string[] = [];
  const mails: string[] = [];
  const server = await MailServer.open((mail) => {
    mails.push(mail);
    return verdicts.shift() ?? "250 queued as 42";
  }, options);
  const deliver = (
    { settings, recipients = [], allowed = ["127.0.0.0/8"], addresses }: Try = {},
  ) => {
    const guard = new AddressGuard(allowed, () => Promise.resolve(addresses ?? [HERE]));
    const all = {
      host: "127.0.0.1",
      port: server.port,
      security: "none",
      from: "vigia@example.com",
      to: "ana@example.com, rui@example.com",
      ...settings,
    };
    const http = new OutgoingHttp(guard);
    const deps = { guard, http, notices: NO_NOTICES, now: Date.now, channelId: "c", recipients };
    return SMTP.deliver(message("n1"), all, deps);
  };
  try {
    await test({ server, mails, verdicts, deliver });
  } finally {
    await server.close();
  }
}

const resultsOf = async (delivery: Promise<string>): Promise<PartialDeliveryError> => {
  const error = await delivery.then(() => null, (error) => error);
  assert.ok(error instanceof PartialDeliveryError, String(error));
  return error;
};
const namedIn = ({ commands }: MailServer) =>
  commands.flatMap((command) => /^RCPT TO:<(.*)>/.exec(command)?.[1] ?? []);

Deno.test("SMTP sends mail, and tells final answers from passing ones", async () => {
  await withMail({}, async ({ mails, verdicts, deliver }) => {
    assert.match(await deliver(), /queued as 42/);
    assert.match(mails[0]!, /Message-ID: <n1@vigia>/i);
    verdicts.push("550 no", "451 later");
    await assert.rejects(deliver(), {
      permanent: true,
      message: "The mail server answered 550: no",
    });
    await assert.rejects(deliver(), (error: Error) => !("permanent" in error));
    await assert.rejects(deliver({ allowed: [] }), { permanent: true });
    assert.equal(mails.length, 3);
  });
});

Deno.test("SMTP tells again only the recipients that were put off, never those that took it", async () => {
  let answers: Record<string, string> = {
    "rui@example.com": "450 busy",
    "eva@example.com": "550 no",
  };
  // The case of an address may change on the way.
  const settings = { to: "Ana@Example.com, rui@example.com, Eva@EXAMPLE.com" };
  const recipientVerdict = (address: string) => answers[address.toLowerCase()] ?? "250 ok";
  await withMail({ recipientVerdict }, async ({ server, mails, deliver }) => {
    const first = await resultsOf(deliver({ settings }));
    assert.equal(first.permanent, false);
    assert.match(first.message, /1 of 3.*rui@example.com: 450 busy.*Eva@example.com: 550 no/);
    assert.deepEqual(first.recipients.map(({ state }) => state), ["taken", "later", "refused"]);
    assert.equal(mails.length, 1);

    server.commands.length = 0;
    answers = {};
    const second = await resultsOf(deliver({ settings, recipients: first.recipients }));
    assert.deepEqual(namedIn(server), ["rui@example.com"]);
    assert.equal(second.permanent, true, "one stays refused");
    assert.equal(mails.length, 2);

    answers = {
      "ana@example.com": "450 no",
      "rui@example.com": "451 no",
      "eva@example.com": "550 no",
    };
    const none = await resultsOf(deliver({ settings }));
    assert.deepEqual(none.recipients.map(({ state }) => state), ["later", "later", "refused"]);
    const taken = first.recipients.map((one) => ({ ...one, state: "taken" as const }));
    assert.equal(await deliver({ settings, recipients: taken }), "taken before");
    assert.equal(mails.length, 2);
  });
});

Deno.test("SMTP tries the next address of a server that does not answer at the first", async () => {
  await withMail({}, async ({ mails, deliver }) => {
    const dead: HostAddress = { address: "127.0.0.2", family: 4 };
    const settings = { host: "mail.test" };
    assert.match(await deliver({ settings, addresses: [dead, HERE] }), /queued/);
    assert.equal(mails.length, 1);
    await assert.rejects(
      deliver({ settings, addresses: [dead, dead] }),
      { message: "The mail server could not be reached: it refuses connections at this port" },
    );
    await assert.rejects(
      deliver({ settings, addresses: [HERE, { address: "10.0.0.1", family: 4 }] }),
      { permanent: true },
      "one address that must not be called spoils the name",
    );
  });
});

for (const security of ["starttls", "tls"] as const) {
  Deno.test(`SMTP refuses a certificate that nobody signed, before the password (${security})`, async () => {
    await withMail({ security }, async ({ server, mails, deliver }) => {
      const settings = { host: "mail.test", security, user: "ana", password: "pass" };
      await assert.rejects(deliver({ settings }), {
        message: /certificate is not trusted: it signed it itself/,
      });
      assert.deepEqual(mails, []);
      assert.ok(!server.commands.some((command) => command.startsWith("AUTH")));
    });
  });
}

Deno.test("SMTP sends no password without the encryption that was chosen", async () => {
  await withMail({}, async ({ server, deliver }) => {
    const settings = { security: "starttls", user: "ana", password: "pass" };
    await assert.rejects(deliver({ settings }), /offers no encryption|answered|reached/);
    assert.ok(!server.commands.some((command) => command.startsWith("AUTH")));
    await deliver({ settings: { ...settings, security: "none" } });
    assert.ok(server.commands.some((command) => command.startsWith("AUTH")));
  });
});
