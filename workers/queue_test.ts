import assert from "node:assert/strict";
import { silentLogger } from "@/lib/logging/logger.ts";
import { Inbox } from "@/lib/queue/inbox.ts";
import { eventsFrom, EventTable } from "@/lib/queue/testing/event_table.ts";
import { eventually, gate, withQueues } from "@/lib/queue/testing/temporary_queues.ts";
import { registerCron, sweepJobs } from "./cron.ts";
import { startQueue, stopQueue } from "./queue.ts";

Deno.test("startQueue() runs jobs and drains the inbox, stopQueue() ends both", async () => {
  await withQueues(async ({ open, folder }) => {
    const jobs = await open();
    const table = new EventTable(`${folder}/events.db`);
    const inbox = await Inbox.open({ jobs, store: table, logger: silentLogger });
    const ran = gate();
    jobs.handle("a", {}, () => ran.open());
    await jobs.enqueue("a", 1);
    await inbox.accept(eventsFrom(0, 10));
    await startQueue({ jobs, inbox });
    await ran.passed;
    await eventually(() => inbox.depth() === 0, "the drain");
    await stopQueue({ jobs, inbox }, 1_000);
    assert.equal(table.stored().length, 10);
    table.close();
    await assert.rejects(jobs.enqueue("a", 2), /after closing/);
  });
});

Deno.test("stopQueue() does not wait longer than its deadline for a store that hangs", async () => {
  await withQueues(async ({ open, folder }) => {
    const jobs = await open();
    const table = new EventTable(`${folder}/events.db`);
    const hangs = gate();
    const asked = gate();
    const inbox = await Inbox.open({
      jobs,
      logger: silentLogger,
      store: {
        async append(events) {
          asked.open();
          await hangs.passed;
          return await table.append(events);
        },
      },
    });
    await inbox.accept(eventsFrom(0, 10));
    await startQueue({ jobs, inbox });
    await asked.passed;
    const start = performance.now();
    await stopQueue({ jobs, inbox }, 100);
    assert.ok(performance.now() - start < 2_000);
    // Nothing is lost: the next process finds them.
    const next = await Inbox.open({ jobs: await open(), store: table, logger: silentLogger });
    assert.equal(next.depth(), 10);
    hangs.open();
    await inbox.stop();
    table.close();
  });
});

Deno.test("sweepJobs() waits until what was left behind is done", async () => {
  await withQueues(async ({ open }) => {
    const [runner, producer] = await Promise.all([1, 2].map(() => open({ nativeQueue: false })));
    let done = 0;
    runner!.handle("a", { concurrency: 2 }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      done++;
    });
    await runner!.start();
    await producer!.enqueueMany([1, 2, 3, 4].map((payload) => ({ kind: "a", payload })));
    await sweepJobs(runner!);
    assert.equal(done, 4);
  });
});

Deno.test("registerCron() registers one schedule", async () => {
  await withQueues(async ({ open }) => {
    const jobs = await open();
    const abort = new AbortController();
    const registered = registerCron(() => jobs, abort.signal);
    // Deno knows the name now.
    assert.throws(() => registerCron(() => jobs), TypeError);
    abort.abort();
    await registered;
  });
});
