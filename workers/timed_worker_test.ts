import assert from "node:assert/strict";
import { createLogger } from "@/lib/logging/logger.ts";
import { eventually } from "@/lib/queue/testing/temporary_queues.ts";
import { TimedWorker } from "./timed_worker.ts";

const HOUR_MS = 3_600_000;
const quiet = createLogger("error", () => {});

Deno.test("TimedWorker.wake() brings the next turn near, also during a turn, which it never doubles", async () => {
  let turns = 0;
  let inside = 0;
  let end = () => {};
  const worker = new TimedWorker({
    turn: async () => {
      turns++;
      assert.equal(++inside, 1);
      await new Promise<void>((resolve) => end = resolve);
      inside--;
      return HOUR_MS;
    },
    failure: "never",
    retryMs: HOUR_MS,
    gatherMs: 5,
    logger: quiet,
  });
  worker.wake();
  worker.start();
  await eventually(() => turns === 1, "the first turn");
  worker.wake();
  worker.wake();
  end();
  await eventually(() => turns === 2, "the turn that was asked for during the first");
  end();
  await eventually(() => inside === 0, "its end");
  worker.wake();
  await eventually(() => turns === 3, "the turn that was asked for in the pause");
  end();
  await worker.stop();
  worker.wake();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(turns, 3);
});

Deno.test("TimedWorker.stop() waits for the turn that runs, signs off once, and says when it cannot", async () => {
  const lines: string[] = [];
  const steps: string[] = [];
  const worker = new TimedWorker({
    turn: async () => {
      steps.push("begun");
      await new Promise((resolve) => setTimeout(resolve, 30));
      steps.push("done");
      return 0;
    },
    failure: "never",
    retryMs: 0,
    release: () => {
      steps.push("signed off");
      return Promise.reject(new Error("away"));
    },
    releaseFailure: "cannot sign off",
    logger: createLogger("warn", (line) => lines.push(line)),
  });
  worker.start();
  await eventually(() => steps.length === 1, "the first turn");
  await worker.stop();
  await worker.stop();
  assert.deepEqual(steps, ["begun", "done", "signed off"]);
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /cannot sign off/);
});
