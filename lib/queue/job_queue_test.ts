import assert from "node:assert/strict";
import { Registry } from "prom-client";
import { StoreUnavailableError } from "../store/store.ts";
import { PayloadTooLargeError, PermanentError, RetryAfterError } from "./errors.ts";
import { MAX_PAYLOAD_BYTES, type QueueStats } from "./job.ts";
import { eventually, gate, withQueues } from "./testing/temporary_queues.ts";

const AT_ONCE = { baseMs: 1, factor: 1, capMs: 1 };

Deno.test("JobQueue runs a job with its payload and forgets it", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const seen: unknown[] = [];
    queue.handle("greet", {}, (payload, job) => {
      seen.push({ payload, id: job.id, attempt: job.attempt, crashes: job.crashes });
    });
    await queue.start();
    const id = await queue.enqueue("greet", { name: "Ana", tags: ["a"] });
    await eventually(() => seen.length === 1, "the job");
    assert.deepEqual(seen, [{
      payload: { name: "Ana", tags: ["a"] },
      id,
      attempt: 1,
      crashes: 0,
    }]);
    await eventually(async () => (await queue.stats()).processing === 0, "the end");
    assert.deepEqual(await queue.stats(), {
      pending: 0,
      processing: 0,
      deadLetters: 0,
      oldestPendingMs: 0,
    });
  });
});

Deno.test("JobQueue.enqueue() is durable when it resolves", async () => {
  await withQueues(async ({ open }) => {
    const first = await open();
    await first.enqueue("later", 1);
    first.close();
    const second = await open();
    const done = gate();
    second.handle("later", {}, () => done.open());
    await second.start();
    await done.passed;
  });
});

Deno.test("JobQueue.enqueue() carries payloads of hundreds of kilobytes", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const text = "é😀".repeat(90_000);
    let seen: unknown;
    queue.handle("big", {}, (payload) => void (seen = payload));
    await queue.start();
    await queue.enqueue("big", text);
    await eventually(() => seen !== undefined, "the job");
    assert.equal(seen, text);
    await eventually(async () => (await queue.stats()).processing === 0, "the end");
    assert.deepEqual(await queue.kv.list({ prefix: ["jobs", "payload"] }, { limit: 1 }), []);
  });
});

Deno.test("JobQueue.enqueue() refuses what it cannot keep, and says what can be done", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    await assert.rejects(queue.enqueue("big", "x".repeat(MAX_PAYLOAD_BYTES)), (error: Error) => {
      assert.ok(error instanceof PayloadTooLargeError);
      assert.match(error.message, /enqueue its id/);
      return true;
    });
    await assert.rejects(queue.enqueue("Not a kind", 1), RangeError);
    await assert.rejects(queue.enqueue("a", 1, { delayMs: -1 }), RangeError);
    await assert.rejects(queue.enqueue("a", 1, { maxAttempts: 0 }), RangeError);
    await assert.rejects(queue.enqueue("a", 1, { id: "" }), RangeError);
    await assert.rejects(queue.enqueue("a", 1, { dedupeKey: "x".repeat(257) }), RangeError);
    assert.equal((await queue.stats()).pending, 0);
    queue.close();
    await assert.rejects(queue.enqueue("a", 1), StoreUnavailableError);
  });
});

Deno.test("JobQueue.enqueueMany() writes nothing when one job is wrong", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const wrong = [{ kind: "a", payload: 1 }, { kind: "a", payload: "x".repeat(700_000) }];
    await assert.rejects(queue.enqueueMany(wrong), PayloadTooLargeError);
    assert.equal((await queue.stats()).pending, 0);
  });
});

Deno.test("JobQueue.enqueueMany() uses one atomic write for some hundred jobs", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    await queue.enqueueMany(Array.from({ length: 400 }, (_, i) => ({ kind: "a", payload: i })));
    const rows = await queue.kv.list({ prefix: ["jobs", "row"] }, { limit: 500 });
    assert.equal(rows.length, 400);
    assert.equal(new Set(rows.map((row) => row.versionstamp)).size, 1);
  });
});

Deno.test("JobQueue.enqueue() adds a job with a taken dedupeKey only after that one's end", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const first = await queue.enqueue("a", 1, { dedupeKey: "k" });
    assert.equal(await queue.enqueue("a", 2, { dedupeKey: "k" }), first);
    assert.notEqual(await queue.enqueue("a", 3, { dedupeKey: "other" }), first);
    assert.equal((await queue.stats()).pending, 2);
    const seen: unknown[] = [];
    queue.handle("a", {}, (payload) => void seen.push(payload));
    await queue.start();
    await eventually(
      async () => (await queue.stats()).processing === 0 && seen.length === 2,
      "both",
    );
    const second = await queue.enqueue("a", 4, { dedupeKey: "k" });
    assert.notEqual(second, first);
    await eventually(() => seen.length === 3, "the third");
    assert.deepEqual(seen, [1, 3, 4]);
  });
});

Deno.test("JobQueue.enqueue() adds a job with a given id once, also after its end", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    let runs = 0;
    queue.handle("a", {}, () => void runs++);
    const twice = [1, 2].map(() => ({ kind: "a", payload: 1, id: "order:1" }));
    assert.deepEqual(await queue.enqueueMany(twice), ["order:1", "order:1"]);
    assert.equal((await queue.stats()).pending, 1);
    await queue.start();
    await eventually(async () => runs === 1 && (await queue.stats()).processing === 0, "the job");
    assert.equal(await queue.enqueue("a", 1, { id: "order:1" }), "order:1");
    assert.equal((await queue.stats()).pending, 0);
    assert.equal(runs, 1);
  });
});

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

Deno.test("JobQueue.stats() tells how long the oldest due job waits", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    await queue.enqueue("a", 1);
    await queue.enqueue("b", 1, { delayMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    const { pending, oldestPendingMs } = await queue.stats();
    assert.equal(pending, 2);
    assert.ok(oldestPendingMs >= 59 && oldestPendingMs < 5_000, `${oldestPendingMs}`);
  });
});

Deno.test("JobQueue.onChange() coalesces changes and ends on request", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    const told: QueueStats[] = [];
    const end = queue.onChange((stats) => told.push(stats));
    for (let i = 0; i < 30; i++) await queue.enqueue("a", i);
    await eventually(() => told.at(-1)?.pending === 30, "the last change");
    assert.ok(told.length <= 3, `told ${told.length} times`);
    end();
    const before = told.length;
    await queue.enqueue("a", 31);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(told.length, before);
  });
});

Deno.test("JobQueue gives its metrics to a registry", async () => {
  await withQueues(async ({ open }) => {
    const registry = new Registry();
    const queue = await open({ registry });
    let runs = 0;
    queue.handle("works", {}, () => void runs++);
    queue.handle("fails", { maxAttempts: 1 }, () => {
      throw new Error("no");
    });
    await queue.enqueueMany([{ kind: "works", payload: 1 }, { kind: "fails", payload: 1 }]);
    await queue.enqueue("nobody", 1);
    await queue.start();
    await eventually(async () => (await queue.stats()).deadLetters === 1 && runs === 1, "both");
    await eventually(async () => (await queue.stats()).processing === 0, "their ends");
    const text = await registry.metrics();
    assert.match(text, /vigia_queue_jobs\{state="pending"\} 1\n/);
    assert.match(text, /vigia_queue_jobs\{state="processing"\} 0\n/);
    assert.match(text, /vigia_queue_jobs\{state="dead"\} 1\n/);
    assert.match(text, /vigia_queue_oldest_pending_seconds 0\.\d+\n/);
    assert.match(
      text,
      /vigia_job_duration_seconds_count\{kind="works",outcome="succeeded"\} 1\n/,
    );
    assert.match(text, /vigia_job_duration_seconds_count\{kind="fails",outcome="dead"\} 1\n/);
  });
});

Deno.test("JobQueue works without the native queue", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open({ nativeQueue: false });
    const tries: number[] = [];
    queue.handle("a", { backoff: { baseMs: 30, capMs: 30 } }, (_, job) => {
      tries.push(job.attempt);
      if (job.attempt < 3) throw new Error("again");
    });
    await queue.start();
    await queue.enqueue("a", 1, { delayMs: 30 });
    await eventually(() => tries.length === 3, "three tries");
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
