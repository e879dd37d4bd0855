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

Deno.test("POST /api/v1/expenses/:id/feedback keeps the last verdict and knows no other", async () => {
  await using rig = await EventsRig.open();
  await rig.post("/event", { id: "e/1", type: "expense", userId: "ana", value: 31 });
  const path = "/api/v1/expenses/e%2F1/feedback";
  assert.equal((await rig.post(path, { verdict: "unusual" })).status, 204);
  assert.equal((await rig.post(path, { verdict: "normal" })).status, 204);
  assert.equal((await rig.post(path, { verdict: "fine" })).status, 422);
  const none = "/api/v1/expenses/none/feedback";
  assert.equal((await rig.post(none, { verdict: "normal" })).status, 404);
});
