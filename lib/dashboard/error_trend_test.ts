import assert from "node:assert/strict";
import { openSqliteStore } from "../store/sqlite/sqlite_store.ts";
import { readErrorTrend } from "./error_trend.ts";
import type { DashboardRange } from "./range.ts";

const MINUTE = 60_000;
const FROM = Date.UTC(2026, 4, 20, 10, 2);

Deno.test("readErrorTrend() has the buckets that are judged with their band, and longer ones without", async () => {
  const store = await openSqliteStore({ path: ":memory:" });
  try {
    await store.events.append([0, 1, 7, 7].map((minute, n) => {
      const timestamp = new Date(FROM + minute * MINUTE).toISOString();
      return {
        id: `e${n}`,
        userId: "ana",
        type: "error",
        value: null,
        timestamp,
        metadata: {},
        source: "test",
        receivedAt: timestamp,
      };
    }));
    const band = (from: number, to: number) => {
      assert.deepEqual([from % (5 * MINUTE), to % (5 * MINUTE)], [0, 0]);
      return Promise.resolve([{ low: 0, high: 3 }, { low: 1, high: 4 }]);
    };
    const fine: DashboardRange = {
      preset: "custom",
      from: FROM,
      to: FROM + 8 * MINUTE,
      bucket: "minute",
    };
    const points = await readErrorTrend(store.events, fine, "UTC", band);
    assert.deepEqual(points, [
      { t: "2026-05-20T10:00:00.000Z", value: 2, low: 0, high: 3 },
      { t: "2026-05-20T10:05:00.000Z", value: 2, low: 1, high: 4 },
    ]);
    const unknown = await readErrorTrend(store.events, fine, "UTC", () => Promise.resolve(null));
    assert.deepEqual(unknown.map(({ high }) => high), [null, null]);

    const long = { ...fine, to: FROM + 48 * 60 * MINUTE, bucket: "day" } as const;
    const days = await readErrorTrend(store.events, long, "UTC", band);
    assert.deepEqual(days.map(({ value, low }) => [value, low]), [[4, null], [0, null], [0, null]]);
  } finally {
    await store.close();
  }
});
