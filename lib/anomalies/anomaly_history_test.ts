import assert from "node:assert/strict";
import type { Event } from "../events/event.ts";
import { openSqliteStore } from "../store/sqlite/sqlite_store.ts";
import type { Anomaly } from "./anomaly.ts";
import { readAnomalyHistory } from "./anomaly_history.ts";

const START = Date.parse("2026-11-26T12:00:00.000Z");
const MINUTE_MS = 60_000;

function iso(t: number): string {
  return new Date(t).toISOString();
}

const BURST: Anomaly = {
  seriesKey: "count:error:region:SP",
  kind: "count",
  type: "error",
  dimension: "region",
  dimensionValue: "SP",
  metric: "count",
  direction: "high",
  score: 9,
  startedAt: iso(START),
  noticedAt: iso(START + 5 * MINUTE_MS),
  lastAt: iso(START + 5 * MINUTE_MS),
  endedAt: null,
  observed: 3,
  expected: 0,
  low: 0,
  high: 1,
  times: null,
  windowMs: 300_000,
  reasons: [],
  feedback: null,
  eventId: null,
  userId: null,
};

function errorAt(id: string, t: number, region: string): Event {
  return {
    id,
    userId: "ana",
    type: "error",
    value: null,
    timestamp: iso(t),
    metadata: { region },
    source: "test",
    receivedAt: iso(t),
  };
}

Deno.test("readAnomalyHistory() counts the series around an anomaly in the judged buckets, none unfinished", async () => {
  const store = await openSqliteStore({ path: ":memory:" });
  try {
    await store.events.append([
      errorAt("before", START - 61 * MINUTE_MS, "SP"),
      errorAt("one", START, "SP"),
      errorAt("two", START + 4 * MINUTE_MS, "SP"),
      errorAt("elsewhere", START + MINUTE_MS, "RJ"),
      { ...errorAt("login", START + MINUTE_MS, "RJ"), type: "login" },
      errorAt("after", START + 5 * MINUTE_MS, "SP"),
      errorAt("unfinished", START + 11 * MINUTE_MS, "SP"),
    ]);
    const history = await readAnomalyHistory(store.events, BURST, START + 12 * MINUTE_MS);
    const points = history?.points ?? [];
    assert.deepEqual([points.length, points[0]?.t], [26, iso(START - 120 * MINUTE_MS)]);
    assert.deepEqual(points.filter(({ value }) => value !== null && value > 0), [
      { t: iso(START - 65 * MINUTE_MS), value: 1, isUnusual: false },
      { t: iso(START), value: 2, isUnusual: true },
      { t: iso(START + 5 * MINUTE_MS), value: 1, isUnusual: false },
    ]);
    const share: Anomaly = {
      ...BURST,
      kind: "share",
      metric: "share",
      dimension: null,
      dimensionValue: null,
    };
    const shares = await readAnomalyHistory(store.events, share, START + 6 * MINUTE_MS);
    assert.deepEqual(shares?.points.slice(-2).map(({ value }) => value), [null, 0.75]);
    assert.equal(await readAnomalyHistory(store.events, { ...BURST, kind: "record" }, START), null);
  } finally {
    await store.close();
  }
});
