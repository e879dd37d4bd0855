import assert from "node:assert/strict";
import { startChild } from "./testing/child_process.ts";
import { eventually, withQueues } from "./testing/temporary_queues.ts";

const JOBS = 20;

function startsIn(lines: string[]): number {
  return lines.filter((line) => line.startsWith("start ")).length;
}

Deno.test("JobQueue loses no job that is in flight across eight kill -9, and counts each crash", async () => {
  await withQueues(async ({ open, path }) => {
    const queue = await open();
    await queue.enqueueMany(
      Array.from({ length: JOBS }, (_, i) => ({ kind: "work", payload: i })),
    );
    for (let round = 0; round < 8; round++) {
      const child = startChild("crash_child.ts", [path, "hold"]);
      await child.until((lines) => startsIn(lines) === JOBS);
      await child.kill();
      // All at once, in their order, and each told of the crashes so far.
      assert.deepEqual(
        child.lines.filter((line) => line.startsWith("start ")),
        Array.from({ length: JOBS }, (_, i) => `start ${i} ${round}`),
      );
      assert.equal((await queue.stats()).processing, JOBS);
    }
    const last = startChild("crash_child.ts", [path, "finish"]);
    await last.until((lines) => lines.filter((line) => line.startsWith("done ")).length === JOBS);
    await eventually(async () => (await queue.stats()).processing === 0, "the ends on disk");
    await last.kill();
    assert.deepEqual(
      last.lines.filter((line) => line.startsWith("done ")),
      Array.from({ length: JOBS }, (_, i) => `done ${i} 8`),
    );
    const { pending, processing, deadLetters } = await queue.stats();
    assert.deepEqual({ pending, processing, deadLetters }, {
      pending: 0,
      processing: 0,
      deadLetters: 0,
    });
    const owners = await queue.kv.list({ prefix: ["jobs", "owner"] }, { limit: 10 });
    assert.equal(owners.length, 1, "dead owners are cleared away");
  });
});

Deno.test("JobQueue ends every job when it is killed at random moments", async () => {
  await withQueues(async ({ open, path }) => {
    const queue = await open();
    await queue.enqueueMany(
      Array.from({ length: 200 }, (_, i) => ({ kind: "work", payload: i })),
    );
    const done = new Map<string, number>();
    let restarts = 0;
    while (true) {
      const { pending, processing } = await queue.stats();
      if (pending + processing === 0) break;
      const child = startChild("crash_child.ts", [path, "race"]);
      await child.until((lines) => lines.includes("ready"));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
      await child.kill();
      restarts++;
      for (const line of child.lines) {
        const [what, which] = line.split(" ");
        if (what === "done") done.set(which!, (done.get(which!) ?? 0) + 1);
      }
    }
    assert.equal(done.size, 200);
    // A job is repeated only where the crash came between its end and the record of it.
    const repeats = [...done.values()].reduce((sum, times) => sum + times - 1, 0);
    assert.ok(repeats <= JOBS * restarts, `${repeats} repeats in ${restarts} restarts`);
    assert.equal((await queue.stats()).deadLetters, 0);
  });
});

Deno.test("JobQueue makes a job that throws and crashes a dead letter that can be replayed", async () => {
  await withQueues(async ({ open, path }) => {
    const queue = await open();
    const id = await queue.enqueue("poison", { bottle: 1 });
    let starts = 0;
    while ((await queue.stats()).deadLetters === 0) {
      assert.ok(++starts <= 10, "it should be dead by now");
      const child = startChild("crash_child.ts", [path, "poison"]);
      await Promise.race([
        child.ended,
        eventually(async () => (await queue.stats()).deadLetters === 1, "its death"),
      ]);
      await child.kill();
    }
    const { items: [letter] } = await queue.listDeadLetters({ limit: 1 });
    assert.equal(letter!.id, id);
    assert.deepEqual(letter!.payload, { bottle: 1 });
    assert.equal(letter!.attempts, 4);
    assert.equal(letter!.crashes, 3);
    assert.equal(letter!.lastError, "Error: poisoned at attempt 4");
    assert.deepEqual(
      letter!.history.map(({ what }) => what),
      ["failed", "crashed", "failed", "crashed", "failed", "crashed", "failed"],
    );
    const healed: unknown[] = [];
    queue.handle("poison", {}, (payload) => void healed.push(payload));
    await queue.start();
    assert.equal(await queue.replay(id), true);
    await eventually(() => healed.length === 1, "the replay");
    assert.deepEqual(healed, [{ bottle: 1 }]);
  });
});
