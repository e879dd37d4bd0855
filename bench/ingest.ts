import { join } from "node:path";
import { sampleHistory } from "@/lib/sample/history.ts";
import { fixed, type Measure, measure, median, whole } from "./measure.ts";
import { createKey, generateLoad, startBareServer, startVigia, withFolder } from "./processes.ts";
import { RawInserts } from "./raw_inserts.ts";

const EVENT = {
  userId: "ana-0001",
  type: "purchase",
  value: 42.5,
  currency: "BRL",
  metadata: { product: "Mug", region: "SP", category: "Home" },
};
const CONNECTIONS = 64;
const BATCH = 100;
const BATCH_CONNECTIONS = 8;
/** Turns in which the two sides of a ratio are measured. */
const TURNS = 3;
const WARM_UP_MS = 2_500;
const TURN = { path: "/webhook/event", warmUpMs: 300, measureMs: 2_500 };

function medianOf(turns: readonly Record<string, number>[], key: string): number {
  return median(turns.map((turn) => turn[key] ?? NaN));
}

/** Single events against a server that only parses and answers the same JSON. */
export async function measureSingleEvents(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const bare = await startBareServer();
    const vigia = await startVigia(folder);
    const token = await createKey(vigia.port);
    const plan = { ...TURN, connections: CONNECTIONS, token, body: JSON.stringify(EVENT) };
    await generateLoad({ ...plan, port: bare.port, measureMs: WARM_UP_MS });
    await generateLoad({ ...plan, port: vigia.port, measureMs: WARM_UP_MS });
    const turns: Record<string, number>[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const baseline = await bare.costOf(() => generateLoad({ ...plan, port: bare.port }));
      const load = await vigia.costOf(() => generateLoad({ ...plan, port: vigia.port }));
      turns.push({
        bare: baseline.result.requestsPerSecond,
        rate: load.result.requestsPerSecond,
        ratio: load.result.requestsPerSecond / baseline.result.requestsPerSecond,
        bareUs: baseline.cpuSeconds * 1e6 / baseline.result.requests,
        us: load.cpuSeconds * 1e6 / load.result.requests,
        ...load.result,
      });
    }
    await bare.stop();
    await vigia.stop();
    const of = (key: string) => medianOf(turns, key);
    const isClean = turns.every(({ failures }) => failures === 0);
    const rates = `${whole(of("rate"))} of ${whole(of("bare"))} events/s`;
    const times = `p50 ${fixed(of("p50"))} ms, p99 ${fixed(of("p99"))} ms`;
    const cpu = `processor ${fixed(of("us"), 0)} of ${fixed(of("bareUs"), 0)} µs/event`;
    return [
      measure(
        `single events, ${CONNECTIONS} connections, ratio to a bare server`,
        `${fixed(of("ratio"), 2)} (${rates}; ${times}; ${cpu})`,
        "≥ 0.35, aim 0.5",
        of("ratio") >= 0.35 && isClean,
      ),
    ];
  });
}

/** Batches of 100 against a bare loop that inserts the same rows into a table of the same shape. */
export async function measureBatches(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const data = join(folder, "data");
    const until = Date.now();
    const [history = []] = sampleHistory({ events: BATCH, days: 1, seed: 1, until, batch: BATCH });
    const events = history.map(({ id: _id, receivedAt: _at, source: _source, ...event }) => event);
    const plan = { ...TURN, connections: BATCH_CONNECTIONS, body: JSON.stringify(events) };
    const first = await startVigia(data);
    const token = await createKey(first.port);
    await generateLoad({ ...plan, port: first.port, token, measureMs: WARM_UP_MS });
    await first.stop();
    const raw = new RawInserts(join(data, "vigia.db"));
    const vigia = await startVigia(data);
    await generateLoad({ ...plan, port: vigia.port, token, measureMs: WARM_UP_MS });
    const turns: Record<string, number>[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const rawRate = raw.rate(join(folder, `raw-${turn}.db`));
      const load = await generateLoad({ ...plan, port: vigia.port, token });
      const rate = load.requestsPerSecond * BATCH;
      turns.push({ rawRate, rate, ratio: rate / rawRate, p99: load.p99, failures: load.failures });
    }
    await vigia.stop();
    const of = (key: string) => medianOf(turns, key);
    const isClean = turns.every(({ failures }) => failures === 0);
    const value = `${whole(of("rate"))} events/s, ${fixed(of("ratio"), 2)} of ` +
      `${whole(of("rawRate"))} raw inserts/s (p99 ${fixed(of("p99"))} ms)`;
    return [
      measure(
        `batches of ${BATCH}, ${BATCH_CONNECTIONS} connections`,
        value,
        "≥ 40,000 events/s or ≥ 0.8 of raw",
        isClean && (of("rate") >= 40_000 || of("ratio") >= 0.8),
      ),
    ];
  });
}
