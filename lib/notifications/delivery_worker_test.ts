import assert from "node:assert/strict";
import { WebhookVerifier } from "../events/standard_webhooks.ts";
import type { Delivery } from "./delivery.ts";
import type { DeliveryLog } from "./delivery_log.ts";
import { Notifier } from "./notifier.ts";
import { MailServer } from "./testing/mail_server.ts";
import {
  aJob,
  handlerOf,
  type Received,
  SECRET,
  settled,
  status,
  withReceiver,
} from "./testing/delivery_rig.ts";
import { notification } from "./testing/messages.ts";

async function states(log: DeliveryLog): Promise<string[]> {
  return (await log.list({ limit: 50 })).items.map((d) => d.state);
}

/** How each try of a delivery ended, oldest first. */
const errorsOf = ({ tries }: Delivery) => tries.map(({ error }) => error);
const verifier = new WebhookVerifier([{ source: "vigia", secret: SECRET }]);
async function checkSignature({ headers, bytes }: Received): Promise<void> {
  const [id, timestamp, signature] = ["id", "timestamp", "signature"].map((name) =>
    headers.get(`webhook-${name}`)
  );
  await verifier.verify({ id: id!, timestamp: timestamp!, signature: signature! }, bytes);
}

Deno.test("a receiver that answers 500, 500, 200, then 429 with Retry-After: 3, then 410", async () => {
  await withReceiver(async (rig) => {
    const { channels, log, notices, worker, received, url, answers, queues } = rig;
    const jobs = await queues.open();
    worker.attach(jobs);
    await jobs.start();
    const notifier = new Notifier(jobs, channels, log);
    const settings = { url: `${url}/hook`, secret: SECRET };
    const { id } = await channels.create({ name: "hook", kind: "webhook", settings });
    answers.push(status(500), status(500), status(200));
    answers.push(status(429, { "retry-after": "3" }), status(410));

    // Asked for three times, and brought once: 500, 500, 200.
    await notifier.send([id, id], notification("n1"));
    await notifier.send([id], notification("n1"));
    await settled(jobs);
    const first = await log.get(`n1:${id}`);
    assert.equal(first!.state, "delivered");
    assert.equal(first!.receipt, "HTTP 200");
    const failure = "The receiver answered 500: no";
    assert.deepEqual(errorsOf(first!), [failure, failure, null]);
    assert.ok((await channels.get(id))!.enabled);

    // 429: it waits as asked. 410: the channel is turned off and says why.
    await notifier.send([id], notification("n2"));
    await settled(jobs);
    const second = await log.get(`n2:${id}`);
    assert.equal(second!.state, "failed");
    assert.deepEqual(errorsOf(second!), [
      "The receiver answered 429: no",
      "The receiver answered 410: no",
    ]);
    const [asked, called] = received.slice(3).map(({ at }) => at);
    assert.ok(called! - asked! >= 3_000, `called again after ${called! - asked!} ms`);
    const { enabled, disabledReason } = (await channels.get(id))!;
    assert.deepEqual([enabled, disabledReason], [false, "The receiver answered 410: no"]);
    const told = (await notices.list("ana", { limit: 9 })).items.map(({ title }) => title);
    assert.deepEqual(told, ['The channel "hook" was turned off']);

    // A channel that is off is not called, which stands in the log.
    await notifier.send([id], notification("n3"));
    await settled(jobs);
    const third = await log.get(`n3:${id}`);
    assert.equal(third!.state, "failed");
    assert.deepEqual(third!.tries.map(({ error, isSent }) => [error, isSent]), [
      ["The channel is turned off", false],
    ]);

    assert.deepEqual(received.map((one) => one.id), ["n1", "n1", "n1", "n2", "n2"]);
    for (const one of received) await checkSignature(one);
    assert.equal(received[0]!.body.version, "4");
    assert.equal((await jobs.stats()).deadLetters, 2);
    assert.ok(!JSON.stringify(await log.list({ limit: 50 })).includes(url));
  });
});

Deno.test("DeliveryWorker notes tries that end before anything is sent", async () => {
  await withReceiver(async ({ channels, log, worker, received, url, answers }) => {
    const deliver = handlerOf(worker);
    const send = (channelId: string, id: string) =>
      deliver({ channelId, notification: notification(id) }, aJob(id, Date.now()));
    const settings = { url, secret: SECRET };
    const hook = await channels.create({ name: "hook", kind: "webhook", settings });
    const inside = await channels.create({
      name: "inside",
      kind: "webhook",
      settings: { url: "http://10.0.0.1/", secret: SECRET },
    });
    const triesOf = async (id: string) =>
      (await log.get(id))!.tries.map(({ error, isSent }) => [isSent, error]);

    await assert.rejects(send("none", "deleted"), { permanent: true });
    assert.deepEqual(await triesOf("deleted"), [[false, "The channel was deleted"]]);
    assert.equal((await log.get("deleted"))!.channelName, null);

    await assert.rejects(send(inside.id, "guarded"), { permanent: true });
    const [[isSent, error] = []] = await triesOf("guarded");
    assert.equal(isSent, false);
    assert.match(String(error), /not an address of the public internet/);

    for (let n = 0; n < 5; n++) {
      answers.push(status(500));
      await assert.rejects(send(hook.id, `failing${n}`));
    }
    for (let n = 0; n < 3; n++) await assert.rejects(send(hook.id, "paused"), { postpones: true });
    // Waiting again is no new entry.
    assert.deepEqual(await triesOf("paused"), [[false, "The channel failed too often and pauses"]]);
    assert.equal((await log.get("paused"))!.state, "pending");
    assert.equal(received.length, 5);

    // A person who tests does not wait for that, and a success ends it.
    assert.equal((await worker.test(hook.id))!.delivered, true);
    await send(hook.id, "paused");
    assert.equal((await log.get("paused"))!.state, "delivered");
  });
});

Deno.test("DeliveryWorker brings a mail to those that were put off, and says who refused it", async () => {
  const told: string[] = [];
  const answers: Record<string, string[]> = {
    "rui@example.com": ["450 busy"],
    "eva@example.com": ["550 unknown"],
  };
  const mail = await MailServer.open(() => "250 queued", {
    recipientVerdict(address) {
      told.push(address);
      return answers[address]?.shift() ?? "250 ok";
    },
  });
  try {
    await withReceiver(async ({ channels, log, worker, queues }) => {
      const jobs = await queues.open();
      worker.attach(jobs);
      await jobs.start();
      const { id } = await channels.create({
        name: "mail",
        kind: "smtp",
        settings: {
          host: "127.0.0.1",
          port: mail.port,
          security: "none",
          from: "vigia@example.com",
          to: "ana@example.com, rui@example.com, eva@example.com",
        },
      });
      const notifier = new Notifier(jobs, channels, log);
      await notifier.send([id], notification("n1"));
      await settled(jobs);
      const [ana, rui, eva] = ["ana", "rui", "eva"].map((name) => `${name}@example.com`);
      assert.deepEqual(told, [ana, rui, eva, rui]);
      const entry = await log.get(`n1:${id}`);
      assert.equal(entry!.state, "partial");
      const last = entry!.tries.at(-1)!.error;
      assert.equal(last, `Taken for 2 of 3. ${eva}: 550 unknown`);

      // Sent again by hand: only to whom it did not reach.
      assert.equal(await notifier.sendAgain(`n1:${id}`), true);
      await settled(jobs);
      assert.deepEqual(told.slice(4), [eva]);
      assert.equal((await log.get(`n1:${id}`))!.state, "delivered");
      assert.equal(await notifier.sendAgain(`n1:${id}`), false, "nothing is given up");
    });
  } finally {
    await mail.close();
  }
});

Deno.test("DeliveryWorker writes for the channel's readers, as the format asks", async () => {
  await withReceiver(async ({ channels, log, worker, received, url, queues }) => {
    const jobs = await queues.open();
    worker.attach(jobs);
    await jobs.start();
    const settings = { url, secret: SECRET };
    const brazilian = { language: "pt-BR", timeZone: "America/Sao_Paulo" } as const;
    const all = await Promise.all([
      channels.create({ name: "a", kind: "webhook", settings }),
      channels.create({
        name: "b",
        kind: "webhook",
        ...brazilian,
        settings: { ...settings, format: "vigia" },
      }),
    ]);
    const ids = all.map(({ id }) => id);
    await new Notifier(jobs, channels, log).send(ids, notification("n1"));
    await settled(jobs);
    assert.deepEqual(received.map(({ id }) => id), ["n1", "n1"], "one id for all");
    const english = received.find(({ body }) => body.version === "4")!.body;
    assert.match(String(english.title), /^Firing: /);
    const own = received.find(({ body }) => body.version === undefined)!.body;
    assert.equal(own.type, "alert.firing");
    const { title, text, alerts } = own.data as Record<string, unknown>;
    assert.equal(title, "Disparado: PaymentSilence: None for 15 minutes <now> & here");
    assert.match(String(text), /valor 1.235, desde 26 de nov/);
    assert.equal((alerts as unknown[]).length, 1);
    // Links that act for a person are not for machines.
    for (const one of received) assert.ok(!JSON.stringify(one.body).includes("token="));
    const [first, second] = await Promise.all(ids.map((id) => log.get(`n1:${id}`)));
    assert.match(first!.title, /^Firing/);
    assert.match(second!.title, /^Disparado/);

    await channels.change(ids[0]!, { language: "pt-BR" });
    await worker.test(ids[0]!);
    assert.equal(received.at(-1)!.body.title, "Vigia: mensagem de teste");
  });
});

Deno.test("Notifier keeps what it took through the end of the process", async () => {
  await withReceiver(async ({ channels, log, worker, received, url, queues }) => {
    const { id } = await channels.create({
      name: "hook",
      kind: "webhook",
      settings: { url, secret: SECRET },
    });
    const before = await queues.open();
    await new Notifier(before, channels, log).send([id], notification("n1"));
    before.close();
    const after = await queues.open();
    worker.attach(after);
    await after.start();
    await new Notifier(after, channels, log).send([id], notification("n1"));
    await settled(after);
    assert.deepEqual(received.map((r) => r.id), ["n1"]);
  });
});

Deno.test("chats are told in their own words, at their own pace", async () => {
  await withReceiver(async ({ channels, worker, received, url, answers }) => {
    const slack = await channels.create({
      name: "slack",
      kind: "slack",
      settings: { url: `${url}/services/T/B/X` },
    });
    const telegram = await channels.create({
      name: "telegram",
      kind: "telegram",
      settings: { token: "123:abcdefghijkl", chatId: "-42", baseUrl: url },
    });
    const whatsapp = await channels.create({
      name: "whatsapp",
      kind: "whatsapp",
      settings: {
        token: "tok",
        phoneNumberId: "12345",
        to: "5511987654321",
        template: "alerta",
        baseUrl: `${url}/v26.0`,
      },
    });
    answers.push(
      new Response("ok"),
      Response.json({ ok: true, result: { message_id: 7 } }),
      Response.json({ messages: [{ id: "wamid.1" }] }),
    );
    const sent = [];
    for (const { id } of [slack, telegram, whatsapp, whatsapp]) {
      sent.push(await worker.test(id));
    }
    assert.deepEqual(sent.slice(0, 3).map((result) => result!.receipt), [
      "ok",
      "message 7",
      "wamid.1",
    ]);
    assert.equal(received.length, 3, "a test keeps the channel's pace too");
    assert.match(sent[3]!.error!, /^The channel's pace: it may send again in [56] s$/);
    assert.deepEqual(received.slice(0, 3).map((r) => r.path), [
      "/services/T/B/X",
      "/bot123:abcdefghijkl/sendMessage",
      "/v26.0/12345/messages",
    ]);
    assert.equal(received[2]!.headers.get("authorization"), "Bearer tok");
    assert.ok(!JSON.stringify(sent).includes("abcdefghijkl"));
  });
});

Deno.test("ChannelBook never shows a secret, keeps one that is left empty and seals it at rest", async () => {
  await withReceiver(async ({ channels }) => {
    const created = await channels.create({
      name: "slack",
      kind: "slack",
      settings: { url: "https://hooks.slack.com/services/T/B/secret" },
    });
    const changed = await channels.change(created.id, { name: "chat", settings: { url: "" } });
    assert.deepEqual(changed!.secrets, ["url"]);
    const stored = await channels.get(created.id);
    assert.ok(!JSON.stringify([created, changed, stored, await channels.list()]).includes("/B/"));
    assert.equal(
      (await channels.settingsOf(stored!)).url,
      "https://hooks.slack.com/services/T/B/secret",
    );
    await assert.rejects(
      channels.create({ name: "x", kind: "slack", settings: { url: "nonsense" } }),
      (error: { issues?: { path: unknown[] }[] }) =>
        error.issues?.[0]?.path.join(".") === "settings.url",
    );
  });
});

Deno.test("DeliveryWorker counts a wait that the receiver asks for as no try, for a day", async () => {
  await withReceiver(async ({ channels, log, worker, received, url, answers, queues }) => {
    const jobs = await queues.open();
    worker.attach(jobs);
    const { id } = await channels.create({
      name: "hook",
      kind: "webhook",
      settings: { url, secret: SECRET },
    });
    await jobs.start();
    const waits = Array.from({ length: 14 }, () => status(429, { "retry-after": "0" }));
    answers.push(...waits, status(500), status(200));
    await new Notifier(jobs, channels, log).send([id], notification("n1"));
    await settled(jobs);
    assert.equal(received.length, 16);
    assert.deepEqual(await states(log), ["delivered"]);
    assert.equal((await jobs.stats()).deadLetters, 0);

    const deliver = handlerOf(worker);
    const payload = { channelId: id, notification: notification("n2") };
    const failure = async (createdAt: number) => {
      answers.push(status(429, { "retry-after": "1" }));
      return await deliver(payload, aJob("n2", createdAt)).then(() => null, (error) => error);
    };
    const MINUTE = 60_000;
    const young = await failure(Date.now() - 60 * MINUTE);
    assert.equal(young.postpones, true);
    assert.ok(young.retryAfterMs >= 6 * MINUTE, "the older, the longer between two calls");
    assert.equal((await failure(Date.now() - 25 * 60 * MINUTE)).postpones, undefined);
  });
});

Deno.test("DeliveryWorker counts a wait for the channel's own pause or pace as no try", async () => {
  await withReceiver(async ({ channels, worker, received, url, answers }) => {
    const hook = await channels.create({
      name: "hook",
      kind: "webhook",
      settings: { url, secret: SECRET },
    });
    const whatsapp = await channels.create({
      name: "whatsapp",
      kind: "whatsapp",
      settings: {
        token: "tok",
        phoneNumberId: "12345",
        to: "5511987654321",
        template: "alerta",
        baseUrl: url,
      },
    });
    const deliver = handlerOf(worker);
    const send = (channelId: string, id: string) =>
      deliver({ channelId, notification: notification(id) }, aJob(id, Date.now()));
    for (let n = 0; n < 5; n++) {
      answers.push(status(500));
      await assert.rejects(send(hook.id, "n1"), (error: Error) => !("postpones" in error));
    }
    await assert.rejects(send(hook.id, "n1"), { postpones: true });
    answers.push(Response.json({ messages: [{ id: "wamid.1" }] }));
    await send(whatsapp.id, "n2");
    await assert.rejects(send(whatsapp.id, "n3"), { postpones: true });
    assert.equal(received.length, 6);
  });
});
