import assert from "node:assert/strict";
import { Registry } from "prom-client";
import { openSqliteStore } from "../store/sqlite/sqlite_store.ts";
import type { PublicAnomaly } from "./anomaly.ts";
import { AnomalyMetrics } from "./anomaly_metrics.ts";
import { AnomalyService, type NewAnomaly } from "./anomaly_service.ts";

const NOTICED = "2026-11-26T12:00:00.000Z";

function anomaly(changes: Partial<NewAnomaly> = {}): NewAnomaly {
  return {
    seriesKey: "count:error",
    kind: "count",
    type: "error",
    dimension: null,
    dimensionValue: null,
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
    reasons: [{ text: "60 errors", share: 100 }],
    eventId: null,
    userId: null,
    ...changes,
  };
}

async function withService(
  work: (service: AnomalyService, told: PublicAnomaly[]) => Promise<void>,
): Promise<void> {
  const store = await openSqliteStore({ path: ":memory:" });
  const told: PublicAnomaly[] = [];
  try {
    await work(new AnomalyService({ store, onChanged: (some) => void told.push(...some) }), told);
  } finally {
    await store.close();
  }
}

Deno.test("AnomalyService.record() keeps one anomaly however often it is recorded, and what was said of it", async () => {
  await withService(async (service, told) => {
    const { id } = await service.record(anomaly());
    await service.giveFeedback(id, "useful");
    const again = await service.record(anomaly({ observed: 80 }));
    assert.deepEqual([again.id, again.observed, again.feedback], [id, 80, "useful"]);
    assert.equal((await service.list({ limit: 10 })).items.length, 1);
    assert.equal(told.length, 3);
    assert.deepEqual(told.at(-1), await service.get(id));
  });
});

Deno.test("AnomalyService.list() filters by kind, type and whether it goes on", async () => {
  await withService(async (service) => {
    const first = await service.record(anomaly());
    await service.record(anomaly({ seriesKey: "record:e1", kind: "record", type: "expense" }));
    await service.close(first.id, "2026-11-26T12:30:00.000Z");
    const types = async (filter: Parameters<AnomalyService["list"]>[0]) =>
      (await service.list(filter)).items.map(({ type }) => type);
    assert.deepEqual(await types({ limit: 10 }), ["expense", "error"]);
    assert.deepEqual(await types({ limit: 10, open: true }), ["expense"]);
    assert.deepEqual(await types({ limit: 10, open: false, kind: "count" }), ["error"]);
    assert.deepEqual(await types({ limit: 10, kind: "record", type: "error" }), []);
    assert.deepEqual(await types({ limit: 10, type: "error" }), ["error"]);
  });
});

Deno.test("AnomalyService.list() filters by when it was noticed, from a time on and before one", async () => {
  await withService(async (service) => {
    const hour = (hours: number) => Date.parse(NOTICED) + hours * 3_600_000;
    for (const n of [0, 1, 2]) {
      await service.record(anomaly({ type: `t${n}`, noticedAt: new Date(hour(n)).toISOString() }));
    }
    const types = async (filter: Parameters<AnomalyService["list"]>[0]) =>
      (await service.list(filter)).items.map(({ type }) => type);
    assert.deepEqual(await types({ limit: 10, from: hour(1) }), ["t2", "t1"]);
    assert.deepEqual(await types({ limit: 10, to: hour(1) }), ["t0"]);
    assert.deepEqual(await types({ limit: 10, from: hour(1), to: hour(2), open: true }), ["t1"]);
  });
});

Deno.test("AnomalyService.prune() deletes what ended 90 days ago, and nothing that goes on", async () => {
  await withService(async (service) => {
    const day = (days: number) => new Date(Date.parse(NOTICED) + days * 86_400_000).toISOString();
    await service.record(anomaly({ type: "open", noticedAt: day(-400) }));
    await service.record(anomaly({ type: "old", noticedAt: day(-1), endedAt: day(-0.001) }));
    await service.record(anomaly({ type: "new", endedAt: NOTICED }));
    assert.equal(await service.prune(Date.parse(NOTICED) + 90 * 86_400_000), 1);
    const left = (await service.list({ limit: 10 })).items;
    assert.deepEqual(left.map(({ type }) => type), ["new", "open"]);
    assert.equal(await service.countOpen(), 1);
  });
});

Deno.test("AnomalyMetrics count each new anomaly once, and read what goes on when they are asked", async () => {
  const store = await openSqliteStore({ path: ":memory:" });
  const registry = new Registry();
  try {
    const metrics = new AnomalyMetrics(registry, {
      open: () => service.countOpen(),
      watched: () => Promise.reject(new Error("away")),
    });
    const onNoticed = (noticed: PublicAnomaly) => metrics.count(noticed);
    const service = new AnomalyService({ store, onChanged: () => {}, onNoticed });
    await service.record(anomaly());
    await service.record(anomaly({ observed: 80 }));
    const text = await registry.metrics();
    assert.match(text, /vigia_anomalies_total\{kind="count",type="error",direction="high"\} 1\n/);
    assert.match(text, /vigia_anomalies_open 1\n/);
    assert.match(text, /vigia_watched_series 0\n/);
  } finally {
    await store.close();
  }
});

Deno.test("AnomalyService.between() gives what lasted or was noticed in a period", async () => {
  await withService(async (service) => {
    const noticed = Date.parse(NOTICED);
    const spans = async (from: number, to: number) =>
      (await service.between(noticed + from, noticed + to)).map(({ to }) => to);
    const { id } = await service.record(anomaly());
    assert.deepEqual(await spans(60_000, 120_000), [null]);
    assert.deepEqual(await spans(-120_000, 0), []);
    await service.close(id, new Date(noticed + 90_000).toISOString());
    assert.deepEqual(await spans(60_000, 120_000), [noticed + 90_000]);
    assert.deepEqual(await spans(120_000, 180_000), []);
  });
});

Deno.test("AnomalyService.update() answers null for what is not there", async () => {
  await withService(async (service, told) => {
    assert.equal(await service.update("nothing", { score: 1 }), null);
    assert.equal(await service.giveFeedback("nothing", "normal"), null);
    assert.deepEqual(told, []);
  });
});
