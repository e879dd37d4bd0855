import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { parseConfig } from "@/lib/config.ts";
import { silentLogger } from "@/lib/logging/logger.ts";
import { openStore } from "@/lib/store/open.ts";

/** An outage of half a minute leaves thousands of events, and some servers are slow. */
const PATIENCE_MS = 180_000;

/** Ids in the server's export, in its order. */
async function exportedIds(url: string, key: string): Promise<string[]> {
  const response = await fetch(`${url}/api/v1/events/export?format=ndjson`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line).id);
}

/** Value of a gauge or counter without labels, 0 when there is none. */
async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? 0);
}

/** Resolves when the inbox holds nothing any more, with the milliseconds that it took. */
export async function drained(url: string): Promise<number> {
  const startedAt = performance.now();
  while (await metric(url, "vigia_inbox_events") > 0) {
    assert.ok(performance.now() - startedAt < PATIENCE_MS, "the inbox does not drain");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return performance.now() - startedAt;
}

/**
 * Asserts, by what the running server answers, that it has every accepted event exactly once and no
 * other, and that nothing became a dead letter.
 */
export async function assertServed(
  url: string,
  key: string,
  accepted: ReadonlySet<string>,
): Promise<void> {
  await drained(url);
  const ids = await exportedIds(url, key);
  const stored = new Set(ids);
  assert.equal(stored.size, ids.length, "an event is stored twice");
  assert.deepEqual([...accepted].filter((id) => !stored.has(id)), [], "accepted and lost");
  assert.deepEqual(ids.filter((id) => !accepted.has(id)), [], "stored, though nobody sent it");
  const headers = { authorization: `Bearer ${key}` };
  const range = "from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00Z";
  const summary = await fetch(`${url}/api/v1/analytics/summary?${range}`, { headers });
  assert.equal((await summary.json()).events, accepted.size, "the dashboard counts otherwise");
  const queue = await fetch(`${url}/api/v1/queue`, { headers });
  assert.equal((await queue.json()).deadLetters, 0);
}

/**
 * Asserts what the files of a stopped server say: number of events, roll-ups that equal a recount,
 * and for SQLite that the file is whole.
 */
export async function assertKept(
  environment: Record<string, string>,
  events: number,
): Promise<void> {
  const config = parseConfig(environment);
  const store = await openStore(config, silentLogger);
  try {
    assert.equal(await store.events.count(), events);
    assert.deepEqual(await store.events.rollupDifferences(), []);
  } finally {
    await store.close();
  }
  if (config.mongodb !== undefined) return;
  const database = new DatabaseSync(join(config.dataDir, "vigia.db"));
  try {
    const [check, ...more] = database.prepare("PRAGMA integrity_check").all();
    assert.deepEqual([check?.integrity_check, more.length], ["ok", 0]);
  } finally {
    database.close();
  }
}
