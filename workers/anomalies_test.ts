import assert from "node:assert/strict";
import { createLogger } from "@/lib/logging/logger.ts";
import { eventually } from "@/lib/queue/testing/temporary_queues.ts";
import { anomalyWorker, registerAnomalyCron } from "./anomalies.ts";

Deno.test("anomalyWorker() goes on at once while there is more, says what fails, and signs off", async () => {
  const lines: string[] = [];
  let ticks = 0;
  let released = 0;
  const worker = anomalyWorker(
    {
      tick: () => ++ticks < 3 ? Promise.resolve(true) : Promise.reject(new Error("away")),
      release: () => Promise.resolve(void released++),
    },
    createLogger("error", (line) => lines.push(line)),
  );
  worker.start();
  worker.start();
  await eventually(() => ticks === 3, "the third turn");
  await worker.stop();
  await worker.stop();
  assert.deepEqual([ticks, released, lines.length], [3, 1, 1]);
  assert.match(lines[0]!, /away/);
});

Deno.test("registerAnomalyCron() registers its schedule once", async () => {
  const abort = new AbortController();
  const detection = () => ({ tick: () => Promise.resolve(false) });
  const registered = registerAnomalyCron(detection, abort.signal);
  assert.throws(() => registerAnomalyCron(detection), TypeError);
  abort.abort();
  await registered;
});
