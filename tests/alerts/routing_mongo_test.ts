import assert from "node:assert/strict";
import { RoutingRig } from "@/lib/alerts/routing/testing/routing_rig.ts";
import { mongoTest } from "../store/mongo.ts";

mongoTest("AlertRouting on MongoDB: of several processes one tells, once", async ({ open }) => {
  await using rig = await RoutingRig.open(await open());
  const processes = [rig.routing, rig.another(), rig.another()];
  const tick = () => Promise.all(processes.map((routing) => routing.tick()));
  const first = await rig.fire({ region: "north" });
  const second = await rig.fire({ region: "south" });
  // Two processes take the same change, as when one took over while the other still worked.
  await Promise.all(processes.map((routing) => routing.route([first, second])));
  rig.now += 30_000;
  await tick();
  await tick();
  const told = await rig.takeAll();
  assert.deepEqual(told.map(({ channel }) => channel).toSorted(), ["in-app", "mail"]);
  assert.equal(told[0]!.notification.alerts.length, 2);
  // The one that sent is gone; another one goes on when its lease has run out.
  await rig.resolve(first);
  await rig.resolve(second);
  processes.shift();
  rig.now += 300_000;
  await tick();
  await tick();
  const resolved = await rig.takeAll();
  assert.deepEqual(resolved.map(({ notification }) => notification.status), [
    "resolved",
    "resolved",
  ]);
});
