import assert from "node:assert/strict";
import { NotYetError, PermanentError, RetryAfterError } from "./errors.ts";
import { eventually, gate, withQueues } from "./testing/temporary_queues.ts";

const AT_ONCE = { baseMs: 1, factor: 1, capMs: 1 };

Deno.test("JobQueue waits for delayMs and starts other jobs meanwhile", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const seen: string[] = [];
    queue.handle("a", { concurrency: 1 }, (payload) => void seen.push(payload as string));
    await queue.start();
    const start = performance.now();
    await queue.enqueue("a", "late", { delayMs: 300 });
    await queue.enqueue("a", "now");
    assert.equal((await queue.stats()).oldestPendingMs < 300, true);
    await eventually(() => seen.length === 2, "both");
    assert.deepEqual(seen, ["now", "late"]);
    const waited = performance.now() - start;
    assert.ok(waited >= 299 && waited < 2_000, `waited ${waited} ms`);
  });
});

Deno.test("JobQueue starts jobs in the order of enqueuing, at most `concurrency` at once", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const started: number[] = [];
    let running = 0;
    let most = 0;
    queue.handle("a", { concurrency: 3 }, async (payload) => {
      started.push(payload as number);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
      running--;
    });
    const inOrder = Array.from({ length: 150 }, (_, i) => i);
    await queue.enqueueMany(inOrder.slice(0, 100).map((payload) => ({ kind: "a", payload })));
    for (const payload of inOrder.slice(100)) await queue.enqueue("a", payload);
    await queue.start();
    await eventually(() => started.length === 150, "all");
    assert.deepEqual(started, inOrder);
    assert.equal(most, 3);
  });
});

Deno.test("JobQueue does not let a busy kind hold up another", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const blocked = gate();
    queue.handle("slow", { concurrency: 1 }, () => blocked.passed);
    const quick = gate();
    queue.handle("quick", { concurrency: 1 }, () => quick.open());
    await queue.start();
    await queue.enqueueMany([1, 2, 3].map((payload) => ({ kind: "slow", payload })));
    await queue.enqueue("quick", 1);
    await quick.passed;
    blocked.open();
  });
});

Deno.test("JobQueue tries again after a failure and tells the handler of it", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const seen: unknown[] = [];
    queue.handle("a", { backoff: AT_ONCE, maxAttempts: 5 }, (_, job) => {
      seen.push([job.attempt, job.lastError]);
      if (job.attempt < 3) throw new Error(`no ${job.attempt}`);
    });
    await queue.start();
    await queue.enqueue("a", 1);
    await eventually(() => seen.length === 3, "the third try");
    assert.deepEqual(seen, [[1, null], [2, "Error: no 1"], [3, "Error: no 2"]]);
    await eventually(async () => (await queue.stats()).processing === 0, "the end");
    assert.equal((await queue.stats()).deadLetters, 0);
  });
});

Deno.test("JobQueue honours Retry-After instead of its own backoff", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const at: number[] = [];
    queue.handle("a", { backoff: AT_ONCE }, () => {
      at.push(performance.now());
      if (at.length === 1) throw new RetryAfterError("429", 400);
    });
    await queue.start();
    await queue.enqueue("a", 1);
    await eventually(() => at.length === 2, "the second try");
    const waited = at[1]! - at[0]!;
    assert.ok(waited >= 399 && waited < 1_500, `waited ${waited} ms`);
  });
});

Deno.test("JobQueue counts a job that could not begin yet as no attempt", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const seen: number[] = [];
    queue.handle("a", { backoff: AT_ONCE, maxAttempts: 2 }, (_, job) => {
      seen.push(job.attempt);
      if (seen.length < 5) throw new NotYetError("busy", 1);
      if (seen.length === 5) throw new Error("no");
    });
    await queue.start();
    await queue.enqueue("a", 1);
    await eventually(() => seen.length === 6, "the last try");
    assert.deepEqual(seen, [1, 1, 1, 1, 1, 2]);
    await eventually(async () => (await queue.stats()).processing === 0, "the end");
    assert.equal((await queue.stats()).deadLetters, 0);
  });
});

Deno.test("JobQueue makes a job a dead letter after its last attempt, with what happened", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    queue.handle("a", { backoff: AT_ONCE, maxAttempts: 2 }, (_, job) => {
      throw new TypeError(`no ${job.attempt}`);
    });
    await queue.start();
    const id = await queue.enqueue("a", { order: 7 });
    const own = await queue.enqueue("a", 1, { maxAttempts: 1 });
    await eventually(async () => (await queue.stats()).deadLetters === 2, "the dead letters");
    const { items, next } = await queue.listDeadLetters({ limit: 10 });
    assert.equal(next, null);
    const letter = items.find((item) => item.id === id)!;
    assert.deepEqual(letter.payload, { order: 7 });
    assert.equal(letter.kind, "a");
    assert.equal(letter.attempts, 2);
    assert.equal(letter.lastError, "TypeError: no 2");
    assert.deepEqual(letter.history.map(({ what, error }) => [what, error]), [
      ["failed", "TypeError: no 1"],
      ["failed", "TypeError: no 2"],
    ]);
    assert.equal(items.find((item) => item.id === own)!.attempts, 1);
  });
});

Deno.test("JobQueue does not repeat what failed for good", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    let runs = 0;
    queue.handle("a", { backoff: AT_ONCE }, () => {
      runs++;
      throw new PermanentError("410 Gone");
    });
    await queue.start();
    await queue.enqueue("a", 1);
    await eventually(async () => (await queue.stats()).deadLetters === 1, "the dead letter");
    assert.equal(runs, 1);
  });
});

Deno.test("JobQueue aborts a handler that takes too long and counts a failure", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    let aborted = false;
    queue.handle("a", { timeoutMs: 50, maxAttempts: 1 }, async (_, { signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      aborted = true;
      signal.throwIfAborted();
    });
    await queue.start();
    await queue.enqueue("a", 1);
    await eventually(async () => (await queue.stats()).deadLetters === 1, "the dead letter");
    assert.ok(aborted);
    const { items: [letter] } = await queue.listDeadLetters({ limit: 1 });
    assert.match(letter!.lastError!, /longer than 50 ms/);
  });
});

Deno.test("JobQueue.stop() waits for running jobs and starts no further one", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const running = gate();
    const ended: unknown[] = [];
    queue.handle("a", { concurrency: 1 }, async (payload) => {
      running.open();
      await new Promise((resolve) => setTimeout(resolve, 100));
      ended.push(payload);
    });
    await queue.enqueueMany([1, 2, 3].map((payload) => ({ kind: "a", payload })));
    await queue.start();
    await running.passed;
    await queue.stop(5_000);
    assert.deepEqual(ended, [1]);
    const { pending, processing } = await queue.stats();
    assert.deepEqual({ pending, processing }, { pending: 2, processing: 0 });
  });
});

Deno.test("JobQueue.stop() gives back what still runs at its deadline, uncounted", async () => {
  await withQueues(async ({ open }) => {
    const first = await open();
    const running = gate();
    let reason: unknown;
    first.handle("a", {}, async (_, { signal }) => {
      running.open();
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      reason = signal.reason;
      throw reason;
    });
    await first.enqueue("a", 1);
    await first.start();
    await running.passed;
    await first.stop(50);
    assert.match(String(reason), /stops/);
    const second = await open();
    const seen: unknown[] = [];
    second.handle("a", {}, (_, job) => void seen.push([job.attempt, job.crashes]));
    await second.start();
    await eventually(() => seen.length === 1, "the job again");
    assert.deepEqual(seen, [[1, 0]]);
  });
});

Deno.test("JobQueue drains a backlog of 20,000 jobs with bounded memory and concurrency", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const count = 20_000;
    await queue.enqueueMany(
      Array.from(
        { length: count },
        (_, i) => ({ kind: "a", payload: { i, pad: "x".repeat(200) } }),
      ),
    );
    assert.equal((await queue.stats()).pending, count);
    const done = new Uint8Array(count);
    let started = 0;
    let running = 0;
    let most = 0;
    let heap = 0;
    const base = Deno.memoryUsage().rss;
    const all = gate();
    queue.handle("a", { concurrency: 32 }, async (payload) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      done[(payload as { i: number }).i]! += 1;
      if (started++ % 500 === 0) heap = Math.max(heap, Deno.memoryUsage().rss - base);
      if (started === count) all.open();
    });
    await queue.start();
    await all.passed;
    assert.ok(done.every((times) => times === 1));
    assert.ok(most <= 32, `${most} at once`);
    assert.ok(heap < 150 * 2 ** 20, `grew by ${heap >> 20} MiB`);
    await eventually(async () => (await queue.stats()).processing === 0, "the end");
    assert.equal((await queue.stats()).pending, 0);
  });
});
