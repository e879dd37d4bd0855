import assert from "node:assert/strict";
import { UnknownCursorError } from "../store/pages.ts";
import { PermanentError } from "./errors.ts";
import type { JobQueue } from "./job_queue.ts";
import { eventually, withQueues } from "./testing/temporary_queues.ts";

/** Lets `count` jobs die, one after another. */
async function letDie(queue: JobQueue, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    ids.push(await queue.addDeadLetter({ kind: "a", payload: i }, new Error(`no ${i}`)));
  }
  return ids;
}

Deno.test("JobQueue.listDeadLetters() pages from the newest to the oldest", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    await letDie(queue, 7);
    const seen: unknown[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await queue.listDeadLetters({ limit: 3, cursor });
      seen.push(...page.items.map((item) => item.payload));
      cursor = page.next ?? undefined;
      pages++;
    } while (cursor !== undefined);
    assert.deepEqual(seen, [6, 5, 4, 3, 2, 1, 0]);
    assert.equal(pages, 3);
  });
});

Deno.test("JobQueue.listDeadLetters() refuses cursors that it did not make", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    for (
      const cursor of ["%", "abc", btoa("[1]"), btoa('["a","b"]'), btoa("{}"), btoa("[1e999]")]
    ) {
      await assert.rejects(queue.listDeadLetters({ limit: 1, cursor }), UnknownCursorError);
    }
  });
});

Deno.test("JobQueue.listDeadLetters() leaves out a payload that is too large to show", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    await queue.addDeadLetter({ kind: "a", payload: "x".repeat(50_000) }, new Error("no"));
    const { items: [letter] } = await queue.listDeadLetters({ limit: 1 });
    assert.equal(letter!.payload, null);
    assert.equal(letter!.payloadBytes, 50_002);
  });
});

Deno.test("JobQueue.addDeadLetter() adds one with a given id once", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const job = { kind: "a", payload: 1, id: "x" };
    await queue.addDeadLetter(job, new Error("first"));
    await queue.addDeadLetter(job, new Error("second"));
    const { items } = await queue.listDeadLetters({ limit: 10 });
    assert.deepEqual(items.map((item) => item.lastError), ["Error: first"]);
    assert.equal((await queue.stats()).deadLetters, 1);
  });
});

Deno.test("JobQueue.replay() starts a dead letter anew with all its attempts and its history", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    let broken = true;
    const attempts: number[] = [];
    const backoff = { baseMs: 1, capMs: 1 };
    queue.handle("a", { maxAttempts: 2, backoff }, (_, job) => {
      attempts.push(job.attempt);
      if (broken) throw new Error("broken");
    });
    await queue.start();
    const id = await queue.enqueue("a", 1, { dedupeKey: "k" });
    await eventually(async () => (await queue.stats()).deadLetters === 1, "its death");
    assert.equal(await queue.replay(id), true);
    await eventually(() => attempts.length === 4, "two tries more");
    await eventually(async () => (await queue.stats()).deadLetters === 1, "its second death");
    const { items: [letter] } = await queue.listDeadLetters({ limit: 1 });
    assert.deepEqual(
      letter!.history.map(({ what }) => what),
      ["failed", "failed", "replayed", "failed", "failed"],
    );
    broken = false;
    assert.equal(await queue.replay(id), true);
    await eventually(() => attempts.length === 5, "the last try");
    assert.deepEqual(attempts, [1, 2, 1, 2, 1]);
    await eventually(async () => (await queue.stats()).processing === 0, "its end");
    assert.equal((await queue.stats()).deadLetters, 0);
    assert.equal(await queue.replay(id), false);
  });
});

Deno.test("JobQueue.replay() of one letter by two people starts it once", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const [id] = await letDie(queue, 1);
    const answers = await Promise.all([1, 2, 3].map(() => queue.replay(id!)));
    assert.equal(answers.filter(Boolean).length, 1);
    const { pending, deadLetters } = await queue.stats();
    assert.deepEqual({ pending, deadLetters }, { pending: 1, deadLetters: 0 });
  });
});

Deno.test("JobQueue.replayAll() starts all that are dead, in order, and leaves what dies again", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    await letDie(queue, 200);
    const seen: unknown[] = [];
    queue.handle("a", { concurrency: 1 }, (payload) => {
      seen.push(payload);
      if (payload === 3) throw new PermanentError("never");
    });
    await queue.start();
    assert.equal(await queue.replayAll(), 200);
    await eventually(() => seen.length === 200, "all");
    assert.deepEqual(seen, Array.from({ length: 200 }, (_, i) => i));
    await eventually(async () => (await queue.stats()).processing === 0, "the end");
    const { items } = await queue.listDeadLetters({ limit: 10 });
    assert.deepEqual(items.map((item) => item.payload), [3]);
    assert.equal(await (await open()).replayAll(), 1);
  });
});

Deno.test("JobQueue.discard() removes a dead letter and all of its payload", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const payload = "x".repeat(200_000);
    const id = await queue.addDeadLetter({ kind: "a", payload }, new Error("no"));
    const waiting = await queue.enqueue("a", 1);
    assert.equal(await queue.discard(waiting), false);
    assert.equal(await queue.discard(id), true);
    assert.equal(await queue.discard(id), false);
    const { pending, deadLetters } = await queue.stats();
    assert.deepEqual({ pending, deadLetters }, { pending: 1, deadLetters: 0 });
    assert.deepEqual(await queue.kv.list({ prefix: ["jobs", "payload"] }, { limit: 1 }), []);
  });
});
