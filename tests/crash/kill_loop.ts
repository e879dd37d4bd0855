import assert from "node:assert/strict";
import { EventSenders } from "./event_senders.ts";
import { createKey, ServerProcess } from "./server_process.ts";
import { assertKept, assertServed } from "./stored_events.ts";

/** Time that a restart may take on a machine that does little else. */
const RESTART_MS = 3_000;
/** After this time a database server ends by itself what a killed client left; MongoDB's own default. */
const TRANSACTION_LIMIT_MS = 60_000;
/** One kill in so many comes while the server starts. */
const EARLY_EVERY = 4;

export interface KillLoopOptions {
  dataDir: string;
  port: number;
  kills: number;
  environment?: Record<string, string>;
  /** Whether a start also waits for transactions that only the database server's own limit ends. */
  waitsForTransactions?: boolean;
}

const SCOPES = ["events:write", "events:read", "analytics:read", "queue:read"] as const;

const between = (low: number, high: number) => low + Math.random() * (high - low);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Kills a server again and again while ten clients send, each repeating a delivery until it is
 * accepted; then asserts that every accepted event is there once and that the roll-ups agree.
 * @returns a line with the figures.
 */
export async function killLoop(options: KillLoopOptions): Promise<string> {
  const { dataDir, port, kills, environment = {}, waitsForTransactions = false } = options;
  const start = (entry?: string) =>
    new ServerProcess({ dataDir, port, environment, ...(entry !== undefined && { entry }) });
  // The first start makes the production build where there is none.
  let server = start("tasks/start.ts");
  let senders: EventSenders | undefined;
  const startsMs: number[] = [];
  try {
    await server.ready();
    const key = await createKey(server.url, SCOPES);
    senders = new EventSenders({ url: server.url, key, prefix: "kill" });
    for (let kill = 1; kill <= kills; kill++) {
      if (kill % EARLY_EVERY === 0) await pause(between(50, 1_000));
      else {
        if (kill > 1) startsMs.push(await server.ready());
        await pause(between(400, 1_200));
      }
      await server.stop("SIGKILL");
      server = start();
    }
    startsMs.push(await server.ready());
    await pause(500);
    const { accepted, surprises } = await senders.stop();
    assert.deepEqual([...new Set(surprises)], []);
    await assertServed(server.url, key, accepted);
    assert.equal((await server.stop("SIGTERM")).code, 0);
    await assertKept({ DATA_DIR: dataDir, ...environment }, accepted.size);
  } finally {
    senders?.abandon();
    await server.stop("SIGKILL");
  }
  const { accepted, answers, failures } = senders.deliveries;
  assert.ok(accepted.size > kills * 50, `only ${accepted.size} events were accepted`);
  // The fastest is what the program needs; the others also wait for whatever else the machine does.
  startsMs.sort((a, b) => a - b);
  const [fastest = Infinity] = startsMs;
  const limitMs = waitsForTransactions ? RESTART_MS + TRANSACTION_LIMIT_MS : RESTART_MS;
  assert.ok(fastest < limitMs, `no restart was ready within ${limitMs} ms: ${startsMs}`);
  const median = startsMs[startsMs.length >> 1]!;
  return `${kills} kills, ${answers} answers, ${accepted.size} events, ${failures} repeats; ` +
    `ready after ${Math.round(fastest)} to ${Math.round(startsMs.at(-1)!)} ms, ` +
    `median ${Math.round(median)} ms`;
}
