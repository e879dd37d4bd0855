import assert from "node:assert/strict";
import { freePort } from "../mongodb.ts";
import { EventSenders } from "./event_senders.ts";
import { report } from "./report.ts";
import { createKey, ServerProcess, withFolder } from "./server_process.ts";
import { assertKept } from "./stored_events.ts";

const SOCKETS = 20;
const LONGEST_STOP_MS = 10_000;
const SERVICE_RESTART = 1012;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Reader {
  /** Resolves with the code that the server closed with. */
  closed: Promise<number>;
  frames(): number;
}

/** A socket that is subscribed to events and reads. */
async function openReader(url: string, key: string): Promise<Reader> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
  const welcomed = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<number>();
  let frames = 0;
  socket.onopen = () => socket.send(JSON.stringify({ type: "auth", token: key }));
  socket.onmessage = ({ data }) => {
    const { type } = JSON.parse(data);
    if (type === "ping") socket.send(JSON.stringify({ type: "pong" }));
    else if (type === "message") frames++;
    else if (type === "welcome") {
      socket.send(JSON.stringify({ type: "subscribe", topics: ["events"] }));
      welcomed.resolve();
    }
  };
  socket.onclose = ({ code }) => closed.resolve(code);
  await welcomed.promise;
  return { closed: closed.promise, frames: () => frames };
}

Deno.test("SIGTERM under load ends the server in time, loses no 202, and tells sockets to come back", async () => {
  await withFolder(async (dataDir) => {
    const server = new ServerProcess({ dataDir, port: freePort(), entry: "tasks/start.ts" });
    try {
      await server.ready();
      const key = await createKey(server.url, ["events:write", "events:read", "live:read"]);
      const readers = await Promise.all(
        Array.from({ length: SOCKETS }, () => openReader(server.url, key)),
      );
      const senders = new EventSenders({ url: server.url, key, prefix: "stop", retry: false });
      await pause(1_500);
      const before = performance.now();
      const { code } = await server.stop("SIGTERM");
      const stopMs = performance.now() - before;
      const { accepted, answers, surprises } = await senders.stop();
      assert.equal(code, 0);
      assert.ok(stopMs < LONGEST_STOP_MS, `the end took ${stopMs} ms`);
      assert.deepEqual([...new Set(surprises)], []);
      const codes = await Promise.all(readers.map(({ closed }) => closed));
      assert.deepEqual([...new Set(codes)], [SERVICE_RESTART]);
      assert.ok(readers.every(({ frames }) => frames() > 0), "a socket got nothing before the end");
      assert.ok(answers > 100, `only ${answers} requests were answered`);
      await assertKept({ DATA_DIR: dataDir }, accepted.size);
      report(`SIGTERM: ended ${Math.round(stopMs)} ms later, ${accepted.size} events kept`);
    } finally {
      await server.stop("SIGKILL");
    }
  });
});
