import assert from "node:assert/strict";
import type { Permission, Principal } from "../auth/permissions.ts";
import type { SequencedEvent } from "../events/event.ts";
import { type ConnectionState, LiveClient, type LiveMessage } from "./client.ts";
import { LiveHub } from "./hub.ts";
import { LiveServer } from "./live_server.ts";
import { liveSequenceOf } from "./sequence.ts";
import type { Topic } from "./topics.ts";

function principal(name: string, ...permissions: Permission[]): Principal {
  return { kind: "user", id: name, name, userId: name, permissions: new Set(permissions) };
}
const ana = principal("ana", "events:read", "analytics:read");
const guest = principal("guest");

function event(seq: number): SequencedEvent {
  const at = "2026-01-01T00:00:00.000Z";
  const rest = { userId: "ana", type: "login", value: null, metadata: {}, source: "test" };
  return { id: `e${seq}`, seq, ...rest, timestamp: at, receivedAt: at };
}

interface Fixture {
  hub: LiveHub;
  live: LiveServer;
  url: string;
  stored: SequencedEvent[];
  valid: Set<string>;
  /** The server's ends of the open sockets. */
  sockets: WebSocket[];
}

/** A real server on a free port whose sockets are signed in as `known`. */
async function withServer(
  known: Principal | null,
  work: (fixture: Fixture) => Promise<void>,
  limits: { maxPerUser?: number } = {},
): Promise<void> {
  const stored: SequencedEvent[] = [];
  const valid = new Set(["ana", "guest"]);
  const sockets: WebSocket[] = [];
  const hub = new LiveHub({
    lastStoreSequence: 0,
    since: (seq, limit) => Promise.resolve(stored.filter((e) => e.seq > seq).slice(0, limit)),
  });
  const live = new LiveServer({
    hub,
    auth: {
      authenticateToken: (token) => Promise.resolve(token === "good" ? ana : null),
      isStillValid: (who) => Promise.resolve(valid.has(who.id)),
    },
    ...limits,
  });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    if (request.headers.get("upgrade") === null) {
      const last = request.headers.get("last-event-id");
      const topics = new Set(["events"] as const);
      return new Response(live.stream(ana, "local", topics, last === null ? null : Number(last)));
    }
    const refusal = live.admit(known, "local");
    if (refusal !== null) return new Response(refusal.detail, { status: refusal.status });
    const { socket, response } = Deno.upgradeWebSocket(request);
    live.accept(socket, known, "local");
    sockets.push(socket);
    return response;
  });
  try {
    const url = `ws://127.0.0.1:${server.addr.port}/`;
    await work({ hub, live, url, stored, valid, sockets });
  } finally {
    await live.stop();
    hub.stop();
    await server.shutdown();
  }
}

/** A socket that keeps what it was sent. */
async function connect(url: string) {
  const socket = new WebSocket(url);
  const received: Record<string, unknown>[] = [];
  const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  socket.onmessage = ({ data }) => received.push(JSON.parse(data));
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const send = (message: unknown) => socket.send(JSON.stringify(message));
  return { socket, received, closed, send };
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail(`did not happen within 3 s: ${what}`);
}

Deno.test("LiveServer welcomes a signed-in socket, takes its topics and sends frames", async () => {
  await withServer(ana, async ({ hub, url }) => {
    const client = await connect(url);
    await until(() => client.received.length === 1, "welcome");
    assert.equal(client.received[0]?.type, "welcome");
    assert.equal(client.received[0]?.seq, hub.seq);
    client.send({ type: "subscribe", topics: ["events"] });
    await until(() => hub.hasReaders("events"), "subscription");
    hub.publishEvents([event(1)]);
    await until(() => client.received.length === 2, "frame");
    const frame = client.received[1] as { topic: string; seq: number; data: { id: string }[] };
    assert.deepEqual([frame.topic, frame.seq, frame.data[0]?.id], [
      "events",
      liveSequenceOf(1),
      "e1",
    ]);
    client.socket.close();
    await client.closed;
  });
});

Deno.test("LiveServer takes a token as first message and closes on a wrong one", async () => {
  await withServer(null, async ({ url }) => {
    const good = await connect(url);
    good.send({ type: "auth", token: "good" });
    await until(() => good.received[0]?.type === "welcome", "welcome");
    good.socket.close();
    const bad = await connect(url);
    bad.send({ type: "auth", token: "bad" });
    assert.equal((await bad.closed).code, 4401);
    const eager = await connect(url);
    eager.send({ type: "subscribe", topics: ["events"] });
    assert.equal((await eager.closed).code, 4401);
    await good.closed;
  });
});

Deno.test("LiveServer checks the permission of each topic", async () => {
  await withServer(ana, async ({ url, hub }) => {
    const client = await connect(url);
    client.send({ type: "subscribe", topics: ["events", "queue"] });
    await until(() => client.received.some((message) => message.type === "error"), "error");
    assert.equal(client.received.find((message) => message.type === "error")?.code, "forbidden");
    assert.ok(hub.hasReaders("events") && !hub.hasReaders("queue"));
    client.socket.close();
    await client.closed;
  });
  await withServer(guest, async ({ url }) => {
    const client = await connect(url);
    client.send({ type: "subscribe", topics: ["events"] });
    assert.equal((await client.closed).code, 4403);
  });
});

Deno.test("LiveServer answers malformed messages with an error and goes on", async () => {
  await withServer(ana, async ({ url }) => {
    const client = await connect(url);
    const bad = ["{", "[]", "null", '{"type":"dance"}', '{"type":"subscribe","topics":["x"]}'];
    bad.push('{"type":"subscribe","topics":["events"],"resumeFrom":{"$gt":0}}');
    for (const text of bad) client.socket.send(text);
    const errors = () => client.received.filter((message) => message.type === "error");
    await until(() => errors().length === bad.length, "an error for each");
    client.send({ type: "ping" });
    await until(() => client.received.at(-1)?.type === "pong", "pong");
    client.socket.send("x".repeat(70_000));
    assert.equal((await client.closed).code, 1009);
  });
});

Deno.test("LiveServer closes a socket that floods it", async () => {
  await withServer(ana, async ({ url }) => {
    const client = await connect(url);
    for (let n = 0; n < 120; n++) client.send({ type: "pong" });
    // Frames on the way when the server closes may turn the close into a reset.
    assert.notEqual((await client.closed).code, 1000);
  });
});

Deno.test("LiveServer ends a reader within about a second of losing its rights", async () => {
  await withServer(ana, async ({ url, valid }) => {
    const client = await connect(url);
    valid.delete("ana");
    const began = performance.now();
    assert.equal((await client.closed).code, 4401);
    assert.ok(performance.now() - began < 2000);
  });
});

Deno.test("LiveServer.admit() refuses above the limit before the upgrade", async () => {
  await withServer(ana, async ({ url, live }) => {
    const first = await connect(url);
    await assert.rejects(connect(url));
    assert.equal(live.admit(ana, "local")?.status, 429);
    assert.equal(live.admit(guest, "elsewhere"), null);
    first.socket.close();
    await first.closed;
    await until(() => live.connections === 0, "the place to be free again");
  }, { maxPerUser: 1 });
});

Deno.test("LiveServer.stop() closes sockets with 1012 and waits until they are closed", async () => {
  await withServer(ana, async ({ url, live, sockets }) => {
    const client = await connect(url);
    await until(() => client.received.length === 1, "welcome");
    await live.stop();
    // Else a shutdown of the HTTP server would say 1001 to the clients.
    assert.deepEqual(sockets.map(({ readyState }) => readyState), [WebSocket.CLOSED]);
    assert.equal((await client.closed).code, 1012);
  });
});

Deno.test("LiveServer.stop() does not wait long for a client that does not answer", async () => {
  await withServer(ana, async ({ url, live }) => {
    const { hostname, port } = new URL(url);
    const connection = await Deno.connect({ hostname, port: Number(port) });
    const key = "dGhlIHNhbXBsZSBub25jZQ==";
    await connection.write(new TextEncoder().encode(
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    ));
    await connection.read(new Uint8Array(1024));
    assert.equal(live.connections, 1);
    const before = performance.now();
    await live.stop();
    const tookMs = performance.now() - before;
    connection.close();
    assert.ok(tookMs > 500 && tookMs < 3_000, `took ${tookMs} ms`);
  });
});

Deno.test("LiveServer.stream() is the same log as server-sent events, with resume", async () => {
  await withServer(ana, async ({ url, hub, stored }) => {
    stored.push(event(1), event(2));
    hub.publishEvents(stored);
    hub.flush();
    const response = await fetch(url.replace("ws:", "http:"), {
      headers: { "last-event-id": String(liveSequenceOf(1)) },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes('"e2"')) text += (await reader?.read())?.value ?? assert.fail(text);
    assert.match(text, new RegExp(`id: ${liveSequenceOf(2)}\nevent: message\ndata: {`));
    await reader?.cancel();
  });
});

Deno.test("LiveClient reconnects after a cut and misses nothing", async () => {
  await withServer(ana, async ({ url, hub, stored, sockets }) => {
    const ids: string[] = [];
    const states: ConnectionState["kind"][] = [];
    let gaps = 0;
    const leave = new LiveClient({ url, random: () => 0.3 }).join({
      topics: ["events"],
      resumeFrom: hub.seq,
      onMessage: (message: LiveMessage) =>
        ids.push(...(message.data as { id: string }[]).map((e) => e.id)),
      onGap: () => gaps++,
      onState: (state) => states.push(state.kind),
    });
    await until(() => states.at(-1) === "live", "live");
    const reconnections = () => states.filter((state) => state === "reconnecting").length;
    for (let seq = 1; seq <= 60; seq++) {
      stored.push(event(seq));
      hub.publishEvents([event(seq)]);
      await new Promise((resolve) => setTimeout(resolve, 2));
      // The server's end of every socket goes away without a word; events go on meanwhile.
      if (seq % 20 === 10) { for (const socket of sockets.splice(0)) socket.close(4000); }
      if (seq % 20 === 0) {
        await until(() => reconnections() === seq / 20 && states.at(-1) === "live", "live again");
      }
    }
    await until(() => ids.length >= 60, "all events");
    leave();
    assert.deepEqual(ids, Array.from({ length: 60 }, (_, index) => `e${index + 1}`));
    assert.equal(gaps, 0);
  });
});

Deno.test("LiveClient shares one connection, and each reader gets what it has not seen", async () => {
  await withServer(ana, async ({ url, hub, stored, sockets }) => {
    const client = new LiveClient({ url });
    const read = (topics: Topic[], resumeFrom?: number) => {
      const seen: string[] = [];
      const leave = client.join({
        topics,
        ...(resumeFrom !== undefined && { resumeFrom }),
        onMessage: ({ topic, data }) =>
          seen.push(
            topic === "events" ? (data as { id: string }[]).map(({ id }) => id).join() : topic,
          ),
        onGap: () => seen.push("gap"),
        onState: ({ kind }) => kind === "live" && seen.push("live"),
      });
      return { seen, leave };
    };
    stored.push(event(1));
    hub.publishEvents(stored);
    hub.flush();
    const kpis = read(["kpis"]);
    const events = read(["events"], liveSequenceOf(0));
    await until(() => events.seen.includes("e1"), "what came before");
    assert.equal(sockets.length, 1);
    hub.publish("kpis", {});
    await until(() => kpis.seen.includes("kpis"), "figures");

    // Who joins later gets what it lacks; the others nothing twice.
    const late = read(["events"], liveSequenceOf(0));
    await until(() => late.seen.includes("e1"), "what came before the late reader");
    assert.equal(hub.hasReaders("kpis"), true);
    assert.deepEqual(events.seen, ["live", "e1", "live"]);
    assert.deepEqual(kpis.seen, ["live", "kpis", "live"]);

    for (const { leave } of [kpis, events]) leave();
    assert.equal(sockets.at(-1)?.readyState, WebSocket.OPEN);
    late.leave();
    await until(
      () => sockets.every(({ readyState }) => readyState === WebSocket.CLOSED),
      "the end",
    );
  });
});
