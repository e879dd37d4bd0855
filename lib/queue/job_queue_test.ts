import assert from "node:assert/strict";
import { Registry } from "prom-client";
import { StoreUnavailableError } from "../store/store.ts";
import { PayloadTooLargeError } from "./errors.ts";
import { MAX_PAYLOAD_BYTES, type QueueStats } from "./job.ts";
import { eventually, gate, withQueues } from "./testing/temporary_queues.ts";

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
