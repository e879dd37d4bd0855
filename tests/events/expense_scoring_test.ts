import assert from "node:assert/strict";
import type { Event } from "@/lib/events/event.ts";
import { EventsRig } from "./rig.ts";

Deno.test("POST /event with an expense: the event has its score about a second later", async () => {
  await using rig = await EventsRig.open();
  await rig.startWork();
  const metadata = { category: "Travel", merchant: "Cab" };
  const expense = { id: "e1", type: "expense", userId: "ana", value: 31, metadata };
  const answer = await rig.post("/event", expense);
  assert.equal(answer.status, 202, await answer.text());
  let anomaly: unknown;
  for (let tries = 0; tries < 60 && anomaly === undefined; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { items } = await rig.getJson<{ items: Event[] }>("/api/v1/events?type=expense");
    anomaly = items[0]?.metadata.anomaly;
  }
  const { score, flagged, reasons } = anomaly as Record<string, unknown>;
  assert.ok(typeof score === "number" && score >= 0 && score <= 1);
  assert.equal(flagged, false);
  assert.ok(Array.isArray(reasons) && reasons.length > 0);
  assert.deepEqual(rig.failures, []);
});
