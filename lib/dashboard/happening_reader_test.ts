import assert from "node:assert/strict";
import { aNotedAlert } from "../alerts/testing/noted_alert.ts";
import { ALERTS } from "../alerts/alert.ts";
import { ANOMALIES, type Anomaly } from "../anomalies/anomaly.ts";
import { openSqliteStore } from "../store/sqlite/sqlite_store.ts";
import { HappeningReader } from "./happening_reader.ts";

const DAY = Date.UTC(2026, 4, 20);
const HOUR = 3_600_000;
const iso = (hour: number) => new Date(DAY + hour * HOUR).toISOString();

function anomaly(changes: Partial<Anomaly> & { from: number; to: number | null }) {
  const { from, to, ...rest } = changes;
  return {
    seriesKey: crypto.randomUUID(),
    kind: "count" as const,
    type: "error",
    dimension: null,
    dimensionValue: null,
    metric: "count",
    direction: "high" as const,
    score: 9,
    startedAt: iso(from),
    noticedAt: iso(from),
    lastAt: iso(from),
    endedAt: to === null ? null : iso(to),
    observed: 60,
    expected: 6,
    low: 0,
    high: 14,
    times: 10,
    windowMs: 300_000,
    reasons: [],
    feedback: null,
    eventId: null,
    userId: null,
    ...rest,
  };
}

Deno.test("HappeningReader.between() has what went on in the period and is drawn over time", async () => {
  const store = await openSqliteStore({ path: ":memory:" });
  try {
    const anomalies = store.collection(ANOMALIES);
    await anomalies.insert({ id: "before", ...anomaly({ from: 1, to: 2 }) });
    await anomalies.insert({ id: "into", ...anomaly({ from: 9, to: 11 }) });
    await anomalies.insert({ id: "open", ...anomaly({ from: 13, to: null, type: "purchase" }) });
    await anomalies.insert({ id: "later", ...anomaly({ from: 30, to: null }) });
    await anomalies.insert({ id: "login", ...anomaly({ from: 12, to: 13, type: "login" }) });
    await anomalies.insert({ id: "record", ...anomaly({ from: 12, to: 13, kind: "record" }) });
    const alerts = store.collection(ALERTS);
    await alerts.insert({ id: "over", ...aNotedAlert({ firedAt: iso(10), resolvedAt: iso(12) }) });
    await alerts.insert({ id: "now", ...aNotedAlert({ firedAt: iso(14) }) });
    await alerts.insert({ id: "old", ...aNotedAlert({ firedAt: iso(1), resolvedAt: iso(2) }) });

    const reader = new HappeningReader(store);
    const ids = async (anomalies: boolean, alerts: boolean) =>
      (await reader.between(DAY + 10 * HOUR, DAY + 24 * HOUR, { anomalies, alerts }))
        .map(({ id }) => id);
    assert.deepEqual(await ids(true, true), ["into", "over", "open", "now"]);
    assert.deepEqual(await ids(true, false), ["into", "open"]);
    assert.deepEqual(await ids(false, true), ["over", "now"]);
    assert.deepEqual(await ids(false, false), []);
  } finally {
    await store.close();
  }
});
