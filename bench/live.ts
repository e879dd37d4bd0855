import { join } from "node:path";
import { LiveClient } from "@/lib/live/client.ts";
import { percentile } from "./load_process.ts";
import { fixed, type Measure, measure, whole } from "./measure.ts";
import { createKey, type ServerProcess, startVigia, withFolder } from "./processes.ts";

const SOCKETS = 100;
const EVENTS_PER_SECOND = 500;
const SECONDS = 8;

/** Time from the begin of a webhook's POST to each socket's frame, at a steady rate. */
export async function measureFanOut(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const vigia = await startVigia(folder);
    const token = await createKey(vigia.port);
    const sentAt = new Map<string, number>();
    const delays: number[] = [];
    const clients = await connect(vigia, token, SOCKETS, (ids) => {
      const now = performance.now();
      for (const id of ids) {
        const sent = sentAt.get(id);
        if (sent !== undefined) delays.push(now - sent);
      }
    });
    const began = performance.now();
    const pending: Promise<unknown>[] = [];
    for (let n = 0; n < EVENTS_PER_SECOND * SECONDS; n++) {
      const wait = began + n * 1000 / EVENTS_PER_SECOND - performance.now();
      if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
      const id = `fan-${n}`;
      // The first second warms everything up.
      if (n >= EVENTS_PER_SECOND) sentAt.set(id, performance.now());
      pending.push(post(vigia.port, token, [{ id, userId: "ana", type: "login" }]));
    }
    await Promise.all(pending);
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const client of clients) client.stop();
    await vigia.stop();
    const sorted = Float64Array.from(delays).sort();
    const expected = sentAt.size * SOCKETS;
    const p99 = percentile(sorted, 0.99);
    return [
      measure(
        `webhook to frame, ${EVENTS_PER_SECOND} events/s, ${SOCKETS} sockets`,
        `p50 ${fixed(percentile(sorted, 0.5))} ms, p99 ${fixed(p99)} ms` +
          ` (${whole(delays.length)} of ${whole(expected)} deliveries)`,
        "p99 < 50 ms",
        p99 < 50 && delays.length === expected,
      ),
    ];
  });
}

const SLOW_SOCKETS = 500;
const FRAMES = 20_000;
const WARM_UP = 5_000;
const MEBIBYTE = 1024 * 1024;

/** Memory of the server while sockets that never read are sent 20,000 frames of about 2 KB. */
export async function measureSlowReaders(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const vigia = await startVigia(join(folder, "data"));
    const token = await createKey(vigia.port);
    let received = 0;
    const note = "x".repeat(1700);
    const send = (name: string, first: number) =>
      // One event a request keeps frames small; the hub joins those of 20 ms.
      Promise.all(Array.from({ length: 20 }, (_, n) =>
        post(vigia.port, token, [{
          id: `${name}-${first + n}`,
          userId: "ana",
          type: "login",
          metadata: { note },
        }])));
    // Heap and caches reach their working size first; what is looked for is what slow readers add.
    for (let sent = 0; sent < WARM_UP; sent += 20) await send("warm", sent);
    const [healthy] = await connect(vigia, token, 1, (ids) => {
      received += ids.filter((id) => id.startsWith("slow-")).length;
    });
    const before = vigia.residentBytes();
    const silent: Deno.Conn[] = [];
    for (let n = 0; n < SLOW_SOCKETS; n++) silent.push(await openSilentSocket(vigia.port, token));
    let peak = 0;
    const watch = setInterval(() => peak = Math.max(peak, vigia.residentBytes()), 100);
    for (let sent = 0; sent < FRAMES; sent += 20) await send("slow", sent);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    clearInterval(watch);
    for (const connection of silent) connection.close();
    healthy?.stop();
    await vigia.stop();
    const growth = (peak - before) / MEBIBYTE;
    return [
      measure(
        `${SLOW_SOCKETS} sockets that never read, ${whole(FRAMES)} events of 2 KB`,
        `+${fixed(growth)} MiB at the peak; a healthy reader got ${whole(received)}`,
        "< 128 MiB",
        growth < 128 && received === FRAMES,
      ),
    ];
  });
}

async function post(port: number, token: string, events: unknown[]): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/webhook/event`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(events),
  });
  await response.body?.cancel();
  if (response.status !== 202) throw new Error(`webhook answered ${response.status}`);
}

/** Sockets that are subscribed to events. */
async function connect(
  vigia: ServerProcess,
  token: string,
  count: number,
  onIds: (ids: string[]) => void,
): Promise<LiveClient[]> {
  return await Promise.all(
    Array.from({ length: count }, () =>
      new Promise<LiveClient>((resolve) => {
        const client: LiveClient = new LiveClient({
          url: `ws://127.0.0.1:${vigia.port}/ws`,
          topics: ["events"],
          token,
          onMessage: ({ data }) => onIds((data as { id: string }[]).map((event) => event.id)),
          onGap: () => {},
          onState: ({ kind }) => kind === "live" && resolve(client),
        });
        client.start();
      })),
  );
}

/** A WebSocket that subscribes and then never reads a byte. */
async function openSilentSocket(port: number, token: string): Promise<Deno.Conn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const key = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const head = [
    "GET /ws HTTP/1.1",
    "Host: 127.0.0.1",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Authorization: Bearer ${token}`,
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${key}`,
    "",
    "",
  ].join("\r\n");
  await connection.write(new TextEncoder().encode(head));
  await connection.read(new Uint8Array(4096));
  await connection.write(maskedText(JSON.stringify({ type: "subscribe", topics: ["events"] })));
  return connection;
}

/** A text frame of at most 125 bytes as clients send it (RFC 6455, section 5.2). */
function maskedText(text: string): Uint8Array<ArrayBuffer> {
  const payload = new TextEncoder().encode(text);
  const mask = crypto.getRandomValues(new Uint8Array(4));
  return new Uint8Array([
    0x81,
    0x80 | payload.length,
    ...mask,
    ...payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)),
  ]);
}
