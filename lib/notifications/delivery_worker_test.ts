import assert from "node:assert/strict";
import { parseConfig } from "../config.ts";
import { WebhookVerifier } from "../events/standard_webhooks.ts";
import { silentLogger } from "../logging/logger.ts";
import { AddressGuard } from "../outgoing/address_guard.ts";
import { OutgoingHttp } from "../outgoing/outgoing_http.ts";
import type { Job } from "../queue/job.ts";
import type { JobQueue } from "../queue/job_queue.ts";
import type { JobHandler } from "../queue/runner.ts";
import { eventually, type TemporaryQueues, withQueues } from "../queue/testing/temporary_queues.ts";
import { openStore } from "../store/open.ts";
import { ChannelBook } from "./channel_book.ts";
import { DeliveryLog } from "./delivery_log.ts";
import { DeliveryWorker } from "./delivery_worker.ts";
import type { Notification } from "./notification.ts";
import { Notifier } from "./notifier.ts";
import { SecretBox } from "./secret_box.ts";

const SECRET = `whsec_${"A".repeat(32)}`;
const KEY = `${"A".repeat(43)}=`;

function notification(id: string): Notification {
  return {
    id,
    status: "firing",
    severity: "critical",
    title: "No payments",
    text: "None for 15 minutes <now> & here",
    url: "https://vigia.example.com/alerts",
    groupKey: "{}",
    groupLabels: {},
    commonLabels: { alertname: "PaymentSilence" },
    commonAnnotations: {},
    alerts: [],
  };
}

interface Received {
  id: string | null;
  path: string;
  headers: Headers;
  body: Record<string, unknown>;
  bytes: Uint8Array<ArrayBuffer>;
  at: number;
}

interface Setup {
  channels: ChannelBook;
  log: DeliveryLog;
  worker: DeliveryWorker;
  received: Received[];
  url: string;
  answers: Response[];
  queues: TemporaryQueues;
}

async function withReceiver(test: (setup: Setup) => Promise<void>): Promise<void> {
  await withQueues(async (queues) => {
    const received: Received[] = [];
    const answers: Response[] = [];
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        const bytes = new Uint8Array(await request.arrayBuffer());
        const body = JSON.parse(new TextDecoder().decode(bytes));
        const { pathname: path } = new URL(request.url);
        const id = request.headers.get("webhook-id");
        received.push({ id, path, headers: request.headers, body, bytes, at: performance.now() });
        return answers.shift() ?? new Response("ok");
      },
    );
    const config = parseConfig({ DATA_DIR: queues.folder });
    const store = await openStore(config, silentLogger);
    try {
      const channels = new ChannelBook(store, new SecretBox([KEY]));
      const log = new DeliveryLog(store);
      const guard = new AddressGuard(["127.0.0.1"]);
      const worker = new DeliveryWorker({
        channels,
        log,
        guard,
        store,
        logger: silentLogger,
        http: new OutgoingHttp(guard),
        backoff: { baseMs: 20, factor: 2, capMs: 100 },
      });
      const url = `http://127.0.0.1:${server.addr.port}`;
      await test({ channels, log, worker, received, url, answers, queues });
    } finally {
      await server.shutdown();
      await store.close();
    }
  });
}

const status = (code: number, headers: Record<string, string> = {}) =>
  new Response("no", { status: code, headers });

/** What the worker does with a job of the queue. */
function handlerOf(worker: DeliveryWorker): (payload: unknown, job: Job) => Promise<void> {
  let handler: JobHandler | undefined;
  worker.attach({ handle: (_kind, _options, given) => handler = given });
  return async (payload, job) => await handler!(payload, job);
}

const aJob = (id: string, createdAt: number): Job => ({
  id,
  kind: "notification.deliver",
  attempt: 1,
  maxAttempts: 12,
  crashes: 0,
  createdAt: new Date(createdAt).toISOString(),
  lastError: null,
  signal: new AbortController().signal,
});

async function states(log: DeliveryLog): Promise<string[]> {
  return (await log.list({ limit: 50 })).items.map((d) => d.state);
}

async function settled(jobs: JobQueue): Promise<void> {
  await eventually(async () => {
    const { pending, processing } = await jobs.stats();
    return pending + processing === 0;
  }, "the queue to be empty");
}

Deno.test("DeliveryWorker tries again, waits as asked, and turns a channel off that is gone", async () => {
  await withReceiver(async ({ channels, log, worker, received, url, answers, queues }) => {
    const jobs = await queues.open();
    worker.attach(jobs);
    const notifier = new Notifier(jobs, channels);
    const { id } = await channels.create({
      name: "hook",
      kind: "webhook",
      settings: { url: `${url}/hook`, secret: SECRET },
    });
    await jobs.start();
    answers.push(status(500), status(500), status(200));
    await notifier.send([id, id], notification("n1"));
    await notifier.send([id], notification("n1"));
    await settled(jobs);
    assert.deepEqual(received.map((r) => r.id), ["n1", "n1", "n1"]);
    const verifier = new WebhookVerifier([{ source: "vigia", secret: SECRET }]);
    for (const { headers, bytes } of received) {
      const [webhookId, timestamp, signature] = ["id", "timestamp", "signature"].map((name) =>
        headers.get(`webhook-${name}`)
      );
      await verifier.verify(
        { id: webhookId!, timestamp: timestamp!, signature: signature! },
        bytes,
      );
    }
    assert.equal(received[0]!.body.version, "4");

    answers.push(status(429, { "retry-after": "3" }), status(410));
    await notifier.send([id], notification("n2"));
    await settled(jobs);
    const [early, late] = received.slice(3);
    assert.ok(late!.at - early!.at >= 3_000, `waited ${late!.at - early!.at} ms`);
    assert.equal(received.length, 5);
    const channel = await channels.get(id);
    assert.equal(channel!.enabled, false);
    assert.match(channel!.disabledReason!, /410/);
    assert.equal((await jobs.stats()).deadLetters, 1);
    assert.deepEqual((await states(log)).sort(), ["delivered", "failed"]);
    assert.ok(!JSON.stringify(await log.list({ limit: 50 })).includes(url));
  });
});

Deno.test("Notifier keeps what it took through the end of the process", async () => {
  await withReceiver(async ({ channels, worker, received, url, queues }) => {
    const { id } = await channels.create({
      name: "hook",
      kind: "webhook",
      settings: { url, secret: SECRET },
    });
    const before = await queues.open();
    await new Notifier(before, channels).send([id], notification("n1"));
    before.close();
    const after = await queues.open();
    worker.attach(after);
    await after.start();
    await new Notifier(after, channels).send([id], notification("n1"));
    await settled(after);
    assert.deepEqual(received.map((r) => r.id), ["n1"]);
  });
});

Deno.test("chats are told in their own words, and their errors are understood", async () => {
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
      Response.json({ ok: false, error_code: 429, parameters: { retry_after: 3 } }, {
        status: 429,
      }),
      Response.json({ error: { code: 131056 } }, { status: 400 }),
      Response.json({ error: { code: 132001 } }, { status: 404 }),
      new Response("no_service", { status: 404 }),
    );
    const sent = [];
    for (const { id } of [slack, telegram, whatsapp, telegram, whatsapp, whatsapp, slack]) {
      sent.push(await worker.test(id));
    }
    assert.deepEqual(sent.slice(0, 3).map((result) => result!.receipt), [
      "ok",
      "message 7",
      "wamid.1",
    ]);
    assert.deepEqual(sent.slice(3).map((result) => result!.error!.split(":")[0]), [
      "RetryAfterError",
      "RetryAfterError",
      "PermanentError",
      "ChannelGoneError",
    ]);
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
    await new Notifier(jobs, channels).send([id], notification("n1"));
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
