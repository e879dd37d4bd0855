import assert from "node:assert/strict";
import { withQueues } from "@/lib/queue/testing/temporary_queues.ts";
import { registerCron, sweepJobs } from "./cron.ts";

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
