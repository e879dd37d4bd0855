import assert from "node:assert/strict";
import { anEvent, seededRandom } from "./fixtures.ts";
import { mongoTest } from "./mongo.ts";

const CHILD = new URL("./mongo_child.ts", import.meta.url).pathname;
const KILLS = 6;
/** Far less than the minute after which a server ends a transaction that somebody left open. */
const BACK_MS = 10_000;

/** Runs a writer until it was acknowledged something and a while longer, kills it, returns those ids. */
async function acknowledgedBeforeKill(
  args: string[],
  afterMs: number,
): Promise<string[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--quiet", CHILD, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const decoder = new TextDecoder();
  for await (const chunk of child.stdout) {
    text += decoder.decode(chunk, { stream: true });
    timer ??= setTimeout(() => child.kill("SIGKILL"), afterMs);
  }
  clearTimeout(timer);
  await child.status;
  // The last line may have been cut.
  return text.split("\n").slice(0, -1);
}

mongoTest(
  "what was acknowledged survives kill -9 of the writer, once, and others go on",
  async (test) => {
    const random = seededRandom(Date.now());
    const store = await test.open();
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const args = [test.server.uri, test.database, `${round + 1}`];
      acknowledged.push(...await acknowledgedBeforeKill(args, random() * 300));
      const before = performance.now();
      const next = await test.open();
      await next.events.append([anEvent({ id: `after-${round}` })]);
      const tookMs = performance.now() - before;
      assert.ok(tookMs < BACK_MS, `the next writer waited ${tookMs} ms`);
      acknowledged.push(`after-${round}`);
      assert.deepEqual(await store.events.rollupDifferences(), []);
    }
    assert.ok(acknowledged.length > 40 * KILLS);
    const stored: string[] = [];
    for (let seq = 0;;) {
      const batch = await store.events.since(seq, 500);
      if (batch.length === 0) break;
      stored.push(...batch.map(({ id }) => id));
      seq = batch.at(-1)!.seq;
    }
    const ids = new Set(stored);
    assert.equal(ids.size, stored.length);
    assert.deepEqual(acknowledged.filter((id) => !ids.has(id)), []);
    assert.equal(await store.events.count(), stored.length);
  },
);
