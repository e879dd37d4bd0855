import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { sampleHistory } from "@/lib/sample/history.ts";
import { fixed, type Measure, measure, whole } from "./measure.ts";
import { createKey, generateLoad, startBareServer, startVigia, withFolder } from "./processes.ts";

const EVENT = {
  userId: "ana-0001",
  type: "purchase",
  value: 42.5,
  currency: "BRL",
  metadata: { product: "Mug", region: "SP", category: "Home" },
};
const BATCH = 100;
const PLAN = { path: "/webhook/event", warmUpMs: 2000, measureMs: 6000 };

/** Single events at 64 connections against a server that only parses and answers the same JSON. */
export async function measureSingleEvents(): Promise<Measure[]> {
  const plan = { ...PLAN, connections: 64, body: JSON.stringify(EVENT) };
  const bare = await startBareServer();
  const baseline = await generateLoad({ ...plan, port: bare.port, token: "x" });
  await bare.stop();
  return await withFolder(async (folder) => {
    const vigia = await startVigia(folder);
    const load = await generateLoad({
      ...plan,
      port: vigia.port,
      token: await createKey(vigia.port),
    });
    await vigia.stop();
    const ratio = load.requestsPerSecond / baseline.requestsPerSecond;
    const rates = `${whole(load.requestsPerSecond)} of ${
      whole(baseline.requestsPerSecond)
    } events/s`;
    return [
      measure(
        "single events, 64 connections, ratio to a bare server",
        `${fixed(ratio, 2)} (${rates}; p50 ${fixed(load.p50)} ms, p99 ${fixed(load.p99)} ms)`,
        "≥ 0.35, aim 0.5",
        ratio >= 0.35 && load.failures === 0,
      ),
    ];
  });
}

/** Batches of 100 against a bare loop that inserts the same rows into a table of the same shape. */
export async function measureBatches(): Promise<Measure[]> {
  return await withFolder(async (folder) => {
    const vigia = await startVigia(join(folder, "data"));
    const events = [...sampleHistory({
      events: BATCH,
      days: 1,
      seed: 1,
      until: Date.now(),
      batch: BATCH,
    })].flat().map(({ id: _id, receivedAt: _received, source: _source, ...event }) => event);
    const load = await generateLoad({
      ...PLAN,
      connections: 8,
      body: JSON.stringify(events),
      port: vigia.port,
      token: await createKey(vigia.port),
    });
    await vigia.stop();
    const rate = load.requestsPerSecond * BATCH;
    const raw = rawInsertRate(join(folder, "data", "vigia.db"), join(folder, "raw.db"));
    return [
      measure(
        "batches of 100",
        `${whole(rate)} events/s, ${fixed(rate / raw, 2)} of ${whole(raw)} raw inserts/s` +
          ` (p99 ${fixed(load.p99)} ms)`,
        "≥ 40,000 events/s or ≥ 0.8 of raw",
        load.failures === 0 && (rate >= 40_000 || rate / raw >= 0.8),
      ),
    ];
  });
}

/** Rows a second of a bare loop: the stored rows, the same table and indexes, 500 rows a durable commit. */
function rawInsertRate(source: string, target: string): number {
  const stored = new DatabaseSync(source, { readOnly: true });
  const schema = stored.prepare(
    "SELECT sql FROM sqlite_schema WHERE tbl_name = 'events' AND sql IS NOT NULL",
  ).all().map((row) => String(row.sql));
  const rows = stored.prepare("SELECT * FROM events LIMIT 100000").all();
  stored.close();
  const raw = new DatabaseSync(target);
  raw.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  for (const sql of schema) raw.exec(sql);
  const columns = Object.keys(rows[0] ?? {});
  const insert = raw.prepare(
    `INSERT INTO events (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  const values = rows.map((row) => columns.map((column) => row[column] ?? null));
  const began = performance.now();
  for (let start = 0; start < values.length; start += 500) {
    raw.exec("BEGIN");
    for (const row of values.slice(start, start + 500)) insert.run(...row);
    raw.exec("COMMIT");
  }
  const seconds = (performance.now() - began) / 1000;
  raw.close();
  return values.length / seconds;
}
