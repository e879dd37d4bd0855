import assert from "node:assert/strict";
import { freePort, hasMongod, startMongod } from "../mongodb.ts";
import { EventSenders } from "./event_senders.ts";
import { OUTAGE_MS } from "./intensity.ts";
import { report } from "./report.ts";
import { createKey, ServerProcess, withFolder } from "./server_process.ts";
import { assertKept, assertServed, drained } from "./stored_events.ts";

/** Longest that a sender may wait for its 202, also when the database is just about to go. */
const LONGEST_ANSWER_MS = 10_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const canStartServers = await hasMongod();

/** Stops a database server and waits until its process has ended. */
async function stopMongod(pid: number): Promise<void> {
  Deno.kill(pid, "SIGTERM");
  const isThere = new Deno.Command("kill", { args: ["-0", String(pid)], stderr: "null" });
  while ((await isThere.output()).success) await pause(50);
}

Deno.test({
  name: `every event is accepted while MongoDB is away for ${OUTAGE_MS / 1000} s, and stored once` +
    (canStartServers ? "" : " [skipped: no mongod (put one on PATH)]"),
  ignore: !canStartServers,
  fn: () =>
    withFolder(async (folder) => {
      const port = freePort();
      await Deno.mkdir(`${folder}/database`, { mode: 0o755 });
      let mongod = await startMongod(`${folder}/database`, port);
      const environment = { MONGODB_URI: mongod.uri, MONGODB_DATABASE: "vigia_away" };
      const dataDir = `${folder}/data`;
      const server = new ServerProcess({
        dataDir,
        port: freePort(),
        environment,
        entry: "tasks/start.ts",
      });
      try {
        await server.ready();
        const scopes = ["events:write", "events:read", "analytics:read", "queue:read"] as const;
        const key = await createKey(server.url, scopes);
        const senders = new EventSenders({ url: server.url, key, prefix: "away", retry: false });
        await pause(1_000);
        const before = senders.deliveries.answers;
        await stopMongod(mongod.pid);
        await pause(OUTAGE_MS);
        const during = senders.deliveries.answers - before;
        mongod = await startMongod(`${folder}/database`, port);
        await pause(1_000);
        const { accepted, answers, failures, surprises, slowestMs } = await senders.stop();
        assert.deepEqual([...new Set(surprises)], []);
        assert.equal(failures, 0, "a request was refused while the database was away");
        assert.ok(during > OUTAGE_MS / 1000 * 20, `only ${during} answers while it was away`);
        assert.ok(slowestMs < LONGEST_ANSWER_MS, `a sender waited ${slowestMs} ms`);
        const drainMs = await drained(server.url);
        await assertServed(server.url, key, accepted);
        assert.equal((await server.stop("SIGTERM")).code, 0);
        await assertKept({ DATA_DIR: dataDir, ...environment }, accepted.size);
        report(
          `store away for ${OUTAGE_MS / 1000} s: ${answers} answers, all 202, ${during} of them ` +
            `meanwhile; the slowest took ${Math.round(slowestMs)} ms; ${accepted.size} events; ` +
            `drained ${Math.round(drainMs)} ms after the last`,
        );
      } finally {
        await server.stop("SIGKILL");
        await stopMongod(mongod.pid);
      }
    }),
});
