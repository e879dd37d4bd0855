import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";

const ROUNDS = 4;
const PROGRAM = new URL("./testdata/append_until_killed.ts", import.meta.url);

/** Runs the program until it has acknowledged some batches, kills it, and returns their prefixes. */
async function appendAndKill(path: string, round: number): Promise<string[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROGRAM.href, path, String(round)],
    stdout: "piped",
  }).spawn();
  const enough = 10 + round * 15;
  let text = "";
  let isKilled = false;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (!isKilled && text.split("\n").length > enough) {
      child.kill("SIGKILL");
      isKilled = true;
    }
  }
  await child.status;
  return text.split("\n").slice(0, -1);
}

Deno.test("SQLite keeps every acknowledged event once, with its roll-ups, through kill -9", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
  const path = join(folder, "vigia.db");
  const acknowledged: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    acknowledged.push(...await appendAndKill(path, round));
  }
  assert.ok(acknowledged.length >= ROUNDS * 10);

  const store = await openSqliteStore({ path });
  const stored = new Map<string, number>();
  for await (const batch of store.events.stream({})) {
    for (const { id } of batch) {
      const prefix = id.slice(0, id.lastIndexOf("-"));
      stored.set(prefix, (stored.get(prefix) ?? 0) + 1);
    }
  }
  for (const prefix of acknowledged) assert.equal(stored.get(prefix), 20, prefix);
  // What was not acknowledged was stored as a whole or not at all.
  assert.ok([...stored.values()].every((count) => count === 20));
  assert.deepEqual(await store.events.rollupDifferences(), []);
  await store.close();

  const database = new DatabaseSync(path);
  assert.deepEqual({ ...database.prepare("PRAGMA integrity_check").get() }, {
    integrity_check: "ok",
  });
  database.close();
  await Deno.remove(folder, { recursive: true });
});
