import assert from "node:assert/strict";
import type { NewAnomaly } from "@/lib/anomalies/anomaly_service.ts";
import { openTestApp } from "../http/app_fixture.ts";

const AT = "2026-11-26T12:00:00.000Z";

const ERRORS: NewAnomaly = {
  seriesKey: "count:error",
  kind: "count",
  type: "error",
  dimension: null,
  dimensionValue: null,
  metric: "count",
  direction: "high",
  score: 9,
  startedAt: AT,
  noticedAt: AT,
  lastAt: AT,
  endedAt: null,
  observed: 60,
  expected: 6,
  low: 0,
  high: 14,
  times: 10,
  windowMs: 300_000,
  reasons: [],
  eventId: null,
  userId: null,
};

Deno.test("the anomalies API lists, reads and takes feedback from those who may give it, of records for their detector", async () => {
  const app = await openTestApp();
  try {
    const { id } = await app.services.anomalies.record(ERRORS);
    const operator = (await app.signIn("OPERATOR")).accessToken;
    const viewer = (await app.signIn("VIEWER")).accessToken;
    const path = `/api/v1/anomalies/${id}`;
    const read = (url: string) =>
      app.fetch(url, { headers: { authorization: `Bearer ${viewer}` } });
    const count = async (query: string) =>
      (await (await read(`/api/v1/anomalies?${query}`)).json()).items.length;
    assert.deepEqual([await count("open=true&kind=count"), await count("open=false")], [1, 0]);
    assert.deepEqual(
      [
        await count(`from=${AT}`),
        await count(`to=${AT}`),
        await count("from=2026-11-26&kind=count"),
      ],
      [1, 0, 1],
    );
    const wrong = await read(`/api/v1/anomalies?from=${AT}&to=2026-11-01`);
    assert.deepEqual([wrong.status, (await wrong.json()).errors[0].path], [422, "to"]);
    assert.equal((await read("/api/v1/anomalies?kind=odd")).status, 422);
    assert.equal((await read("/api/v1/anomalies/none")).status, 404);
    assert.deepEqual((await (await read("/api/v1/anomalies/series")).json()).series, []);
    const say = (feedback: unknown, token: string) =>
      app.post(`${path}/feedback`, { feedback }, token);
    assert.equal((await say("useful", viewer)).status, 403);
    assert.equal((await say("odd", operator)).status, 422);
    assert.equal((await say("normal", operator)).status, 200);
    assert.equal((await (await read(path)).json()).feedback, "normal");
    assert.equal(
      (await app.post("/api/v1/anomalies/none/feedback", { feedback: null }, operator)).status,
      404,
    );
    const record = { seriesKey: "record:e1", kind: "record" as const, eventId: "e1" };
    const expense = await app.services.anomalies.record({ ...ERRORS, ...record });
    const about = `/api/v1/anomalies/${expense.id}/feedback`;
    assert.equal((await app.post(about, { feedback: "normal" }, operator)).status, 200);
    assert.deepEqual(await app.services.expenseFeedback.of(["e1"]), { e1: "normal" });
    await app.services.expenseFeedback.give("e1", "unusual", "ana");
    const other = await read(`/api/v1/anomalies/${expense.id}`);
    assert.equal((await other.json()).feedback, "useful");
  } finally {
    await app.close();
  }
});
