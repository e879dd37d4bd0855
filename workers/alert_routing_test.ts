import assert from "node:assert/strict";
import { RoutingRig } from "@/lib/alerts/routing/testing/routing_rig.ts";
import { createLogger } from "@/lib/logging/logger.ts";
import { eventually } from "@/lib/queue/testing/temporary_queues.ts";
import { alertRoutingWorker, registerAlertRoutingCron } from "./alert_routing.ts";

Deno.test("alertRoutingWorker() sends what is due, goes on after an error, and stops", async () => {
  await using rig = await RoutingRig.open();
  const lines: string[] = [];
  const { routing } = rig;
  let ticks = 0;
  const worker = alertRoutingWorker(
    {
      tick: () => ++ticks === 1 ? Promise.reject(new Error("away")) : routing.tick(),
      release: () => routing.release(),
    },
    createLogger("error", (line) => lines.push(line)),
  );
  await rig.fire();
  rig.now += 30_000;
  worker.start();
  worker.start();
  await eventually(() => ticks >= 2, "the second round");
  await worker.stop();
  assert.equal((await rig.take()).length, 2);
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /away/);
  const before = ticks;
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  assert.equal(ticks, before);
});

Deno.test("registerAlertRoutingCron() registers its schedules once", async () => {
  await using rig = await RoutingRig.open();
  const abort = new AbortController();
  const registered = registerAlertRoutingCron(() => rig.routing, abort.signal);
  await assert.rejects(registerAlertRoutingCron(() => rig.routing), TypeError);
  abort.abort();
  await registered;
});
