import assert from "node:assert/strict";
import type { NewAnomaly } from "@/lib/anomalies/anomaly_service.ts";
import { openTestApp } from "../http/app_fixture.ts";

const NOTICED = "2026-11-26T12:00:00.000Z";

const BURST: NewAnomaly = {
  seriesKey: "count:error",
  kind: "count",
  type: "error",
  dimension: "region",
  dimensionValue: "SP",
  metric: "count",
  direction: "high",
  score: 9,
  startedAt: NOTICED,
  noticedAt: NOTICED,
  lastAt: NOTICED,
  endedAt: null,
  observed: 60,
  expected: 6,
  low: 0,
  high: 14,
  times: 10,
  windowMs: 300_000,
  reasons: [{ text: "60 errors in 5 minutes, 10 times the 6 expected", share: 100 }],
  eventId: null,
  userId: null,
};

Deno.test("/anomalies shows what goes on first, filters by the address, and says when there is nothing", async () => {
  const app = await openTestApp();
  try {
    const { cookie } = await app.signIn("VIEWER");
    const show = async (path: string) => {
      const answer = await app.fetch(path, { headers: { cookie, accept: "text/html" } });
      return { status: answer.status, html: await answer.text() };
    };
    assert.match((await show("/anomalies")).html, /Nothing unusual was found so far/);
    const { anomalies, seriesDetection, store } = app.services;
    const at = new Date(Date.now() - 3_600_000).toISOString();
    const login = { id: "1", userId: "ana", type: "login", value: null, metadata: {} };
    await store.events.append([{ ...login, timestamp: at, source: "test", receivedAt: at }]);
    while (await seriesDetection.tick());
    assert.match(
      (await show("/anomalies")).html,
      /Series that are still learned: 3.*Jobs that wait.*Share of error.*judged from/s,
    );
    await anomalies.record(BURST);
    const over = { ...BURST, seriesKey: "share:login", type: "login", kind: "share" as const };
    await anomalies.record({ ...over, endedAt: NOTICED });
    const { html } = await show("/anomalies");
    assert.ok(html.indexOf("error · region SP") < html.indexOf("login · region SP"));
    assert.match(html, /10 times the 6 expected/);
    const open = (await show("/anomalies?open=true")).html;
    assert.match(open, /error · region SP/);
    assert.doesNotMatch(open, /login · region SP/);
    assert.match((await show("/anomalies?kind=gauge")).html, /No anomaly matches/);
    assert.equal((await show("/anomalies?kind=odd")).status, 422);
    const later = await show("/anomalies?type=&from=2026-11-27T08%3A00");
    assert.equal(later.status, 303);
    assert.match((await show("/anomalies?from=2026-11-27")).html, /No anomaly matches/);
    assert.match((await show("/anomalies?to=2026-11-27")).html, /error · region SP/);
    assert.equal((await show("/anomalies?cursor=gone")).status, 303);
  } finally {
    await app.close();
  }
});

Deno.test("/anomalies/:id says why and takes feedback without JavaScript, from those who may give it", async () => {
  const app = await openTestApp();
  try {
    const operator = (await app.signIn("OPERATOR")).cookie;
    const viewer = (await app.signIn("VIEWER")).cookie;
    const { id } = await app.services.anomalies.record(BURST);
    const show = async (cookie: string, path = `/anomalies/${id}`) =>
      await (await app.fetch(path, { headers: { cookie, accept: "text/html" } })).text();
    const say = (cookie: string, feedback: string, path = `/anomalies/${id}`) =>
      app.fetch(path, {
        method: "POST",
        body: new URLSearchParams({ feedback }),
        headers: { cookie, accept: "text/html", origin: "http://localhost:8000" },
      });
    assert.match(await show(operator), /10 times the 6 expected/);
    assert.match(await show(operator), /name="feedback" value="normal"/);
    assert.match(await show(operator), /class="anomaly-band"/);
    assert.doesNotMatch(await show(viewer), /name="feedback"/);
    assert.equal((await say(viewer, "normal")).status, 403);
    assert.equal((await say(operator, "odd")).status, 422);
    assert.equal((await say(operator, "normal", "/anomalies/none")).status, 404);
    assert.equal((await say(operator, "normal")).status, 303);
    assert.equal((await app.services.anomalies.get(id))?.feedback, "normal");
    assert.match(await show(viewer), /Marked as normal/);
    assert.equal((await say(operator, "")).status, 303);
    assert.equal((await app.services.anomalies.get(id))?.feedback, null);
  } finally {
    await app.close();
  }
});
