import assert from "node:assert/strict";
import type { Clock } from "./clock.ts";
import { startChild } from "./testing/child_process.ts";
import { eventually, gate, withQueues } from "./testing/temporary_queues.ts";

const HOUR = 3_600_000;

/** The real clock, whose wall part can be set. */
function steppingClock(): Clock & { offset: number } {
  return {
    offset: 0,
    now() {
      return Date.now() + this.offset;
    },
    monotonic: () => performance.now(),
  };
}

async function ownerFiles(folder: string): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name);
  return names.filter((name) => name.includes(".owner-"));
}

Deno.test("two JobQueues on one file share the jobs and never run one twice", async () => {
  await withQueues(async ({ open }) => {
    const queues = await Promise.all([1, 2, 3].map(() => open()));
    const count = 300;
    const runs = new Uint8Array(count);
    const shares = queues.map(() => 0);
    queues.forEach((queue, which) =>
      queue.handle("a", { concurrency: 5 }, async (payload) => {
        runs[payload as number]! += 1;
        shares[which]! += 1;
        await new Promise((resolve) => setTimeout(resolve, 2));
      })
    );
    const jobs = Array.from({ length: count }, (_, payload) => ({ kind: "a", payload }));
    await queues[0]!.enqueueMany(jobs);
    await Promise.all(queues.map((queue) => queue.start()));
    await eventually(() => runs.every((times) => times > 0), "all jobs");
    assert.ok(runs.every((times) => times === 1));
    assert.ok(shares.every((share) => share > 0), `shares ${shares}`);
  });
});

Deno.test("two processes on one file never run a job twice", async () => {
  await withQueues(async ({ open, path }) => {
    const queue = await open();
    await queue.enqueueMany(
      Array.from({ length: 200 }, (_, i) => ({ kind: "work", payload: i })),
    );
    const children = [1, 2].map(() => startChild("crash_child.ts", [path, "race", "wait"]));
    await Promise.all(children.map((child) => child.until((lines) => lines.includes("waits"))));
    for (const child of children) await child.say("go");
    await eventually(async () => {
      const { pending, processing } = await queue.stats();
      return pending + processing === 0;
    }, "all jobs");
    for (const child of children) await child.kill();
    const starts = children.map((child) => child.lines.filter((line) => line.startsWith("start")));
    assert.equal(new Set(starts.flat()).size, 200);
    assert.equal(starts.flat().length, 200);
    assert.ok(starts.every((lines) => lines.length > 0), "both worked");
  });
});

Deno.test("JobQueue does not take jobs from a process that lives, whatever the clocks say", async () => {
  for (const processLocks of [true, false]) {
    await withQueues(async ({ open }) => {
      const clock = steppingClock();
      const first = await open({ processLocks, clock, leaseMs: 300 });
      const begun = gate();
      const end = gate();
      let runs = 0;
      first.handle("a", {}, async () => {
        runs++;
        begun.open();
        await end.passed;
      });
      await first.enqueue("a", 1);
      await first.start();
      await begun.passed;
      const others = await Promise.all([-HOUR, HOUR].map((offset) => {
        const other = Object.assign(steppingClock(), { offset });
        return open({ processLocks, clock: other, leaseMs: 300 });
      }));
      for (const other of others) {
        other.handle("a", {}, () => void runs++);
        await other.start();
      }
      for (const offset of [HOUR, -HOUR, 0]) {
        clock.offset = offset;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      assert.equal(runs, 1);
      end.open();
      await eventually(async () => (await first.stats()).processing === 0, "its end");
      assert.equal(runs, 1);
    });
  }
});

Deno.test("JobQueue without locks takes jobs over after a lease of silence", async () => {
  await withQueues(async ({ open, path }) => {
    const queue = await open({ processLocks: false, leaseMs: 600 });
    await queue.enqueue("work", 1);
    const child = startChild("crash_child.ts", [path, "hold"]);
    await child.until((lines) => lines.some((line) => line.startsWith("start")));
    await child.kill();
    const begin = performance.now();
    const crashes: number[] = [];
    queue.handle("work", {}, (_, job) => void crashes.push(job.crashes));
    await queue.start();
    await eventually(() => crashes.length === 1, "the job");
    const waited = performance.now() - begin;
    assert.deepEqual(crashes, [1]);
    assert.ok(waited >= 600 && waited < 3_000, `waited ${waited} ms`);
  });
});

Deno.test("JobQueue makes a job a dead letter that took its process down too often", async () => {
  await withQueues(async ({ open, path }) => {
    const queue = await open({ maxCrashes: 2 });
    await queue.enqueue("work", 1);
    for (let round = 0; round < 2; round++) {
      const child = startChild("crash_child.ts", [path, "hold"]);
      await child.until((lines) => lines.some((line) => line.startsWith("start")));
      await child.kill();
    }
    await queue.start();
    const { items: [letter] } = await queue.listDeadLetters({ limit: 1 });
    assert.equal(letter!.crashes, 2);
    assert.equal(letter!.attempts, 0);
    assert.match(letter!.lastError!, /died 2 times/);
  });
});

Deno.test("JobQueue does not make jobs late when the clock is set back before a start", async () => {
  await withQueues(async ({ open }) => {
    const first = await open();
    await first.enqueue("a", "waiting");
    await first.start();
    await first.stop();
    first.close();
    const clock = Object.assign(steppingClock(), { offset: -HOUR });
    const second = await open({ clock });
    const seen: unknown[] = [];
    second.handle("a", {}, (payload) => void seen.push(payload));
    await second.start();
    await second.enqueue("a", "new");
    await second.enqueue("a", "delayed", { delayMs: 100 });
    await eventually(() => seen.length === 3, "all three");
    assert.deepEqual(seen, ["waiting", "new", "delayed"]);
  });
});

Deno.test("JobQueue keeps delays and order when the clock steps while it runs", async () => {
  await withQueues(async ({ open }) => {
    const clock = steppingClock();
    const queue = await open({ clock });
    const seen: unknown[] = [];
    const at: number[] = [];
    queue.handle("a", { concurrency: 1 }, (payload) => {
      seen.push(payload);
      at.push(performance.now());
    });
    await queue.start();
    const begin = performance.now();
    await queue.enqueue("a", "third", { delayMs: 300 });
    clock.offset = HOUR;
    await queue.enqueue("a", "first");
    clock.offset = -HOUR;
    await queue.enqueue("a", "second");
    await eventually(() => seen.length === 3, "all");
    assert.deepEqual(seen, ["first", "second", "third"]);
    assert.ok(at[2]! - begin >= 299, "the delay was kept");
    assert.equal((await queue.stats()).oldestPendingMs, 0);
  });
});

Deno.test("JobQueue.sweep() starts what another process enqueued", async () => {
  await withQueues(async ({ open }) => {
    const [runner, producer] = await Promise.all([1, 2].map(() => open({ nativeQueue: false })));
    const done = gate();
    runner!.handle("a", {}, () => done.open());
    await runner!.start();
    await producer!.enqueue("a", 1);
    await runner!.sweep();
    await done.passed;
    assert.equal(await runner!.whenIdle(2_000), true);
  });
});

Deno.test("JobQueue.whenIdle() gives up at its deadline", async () => {
  await withQueues(async ({ open }) => {
    const queue = await open();
    await queue.enqueue("nobody", 1);
    assert.equal(await queue.whenIdle(50), false);
  });
});

Deno.test("JobQueue leaves no owner's files behind after stop()", async () => {
  await withQueues(async ({ open, folder }) => {
    const queue = await open();
    await queue.start();
    assert.equal((await ownerFiles(folder)).length, 1);
    await queue.stop();
    assert.deepEqual(await ownerFiles(folder), []);
  });
});
