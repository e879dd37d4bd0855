import assert from "node:assert/strict";
import type { DashboardData } from "../../dashboard/dashboard_data.ts";
import type { Event } from "../../events/event.ts";
import type { Summary } from "../../store/events.ts";
import { dataWith, feedWith } from "./live_update.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 20, 8);

function event(id: string, at: number, more: Partial<Event> = {}): Event {
  const timestamp = new Date(at).toISOString();
  const base = { userId: "ana", type: "purchase", value: 10, source: "test", metadata: {} };
  return { id, ...base, timestamp, receivedAt: timestamp, ...more };
}

const summary: Summary = {
  from: "",
  to: "",
  events: 0,
  revenue: 0,
  orders: 0,
  averageTicket: 0,
  errors: 0,
  activeUsers: 0,
  byType: [],
  topUsers: [],
  topProducts: [],
  errorsByRegion: [{ region: "SP", count: 1 }, { region: "RJ", count: 1 }],
};

function data(preset: "24h" | "custom" = "24h"): DashboardData {
  return {
    range: { preset, from: START, to: START + 3 * HOUR, bucket: "hour" },
    timeZone: "UTC",
    summary,
    previous: summary,
    sales: [0, 1, 2].map((n) => ({ t: new Date(START + n * HOUR).toISOString(), value: 1 })),
    errors: [0, 1, 2].map((n) => ({
      t: new Date(START + n * HOUR).toISOString(),
      value: 2,
      low: 0,
      high: 5,
    })),
    happenings: [],
    lastSales: [],
    seq: 0,
    loadedAt: 0,
  };
}
const values = (of: DashboardData) => of.sales.map((point) => point.value);

Deno.test("dataWith() adds a sale to its bucket once, also when the frame comes twice", () => {
  const frame = [event("a", START + 2 * HOUR + 5)];
  const once = dataWith(data(), frame);
  assert.deepEqual(values(once), [1, 1, 11]);
  assert.deepEqual(values(dataWith(once, frame)), [1, 1, 11]);
  assert.deepEqual(once.lastSales.map((sale) => sale.id), ["a"]);
});

Deno.test("dataWith() begins new buckets and lets the oldest go", () => {
  const next = dataWith(data(), [event("a", START + 4 * HOUR + 5)]);
  assert.deepEqual(values(next), [1, 0, 10]);
  assert.equal(next.sales.at(-1)?.t, new Date(START + 4 * HOUR).toISOString());
});

Deno.test("dataWith() counts errors by region, most first, and leaves a custom period alone", () => {
  const error = event("e", START, { type: "error", value: null, metadata: { region: "RJ" } });
  assert.deepEqual(dataWith(data(), [error]).summary.errorsByRegion, [
    { region: "RJ", count: 2 },
    { region: "SP", count: 1 },
  ]);
  const trend = dataWith(data(), [error, event("f", START + 3 * HOUR, { type: "error" })]).errors;
  assert.deepEqual(trend.map(({ value, high }) => [value, high]), [[2, 5], [2, 5], [1, null]]);
  const custom = data("custom");
  assert.equal(dataWith(custom, [error, event("a", START + HOUR)]), custom);
});

Deno.test("feedWith() puts matching events first by time and keeps the array when none matches", () => {
  const feed = [event("old", START)];
  const frame = [
    event("b", START + 2),
    event("c", START + 1),
    event("x", START, { type: "login" }),
  ];
  const ids = feedWith(feed, frame, { type: "purchase" }, "hour").map((item) => item.id);
  assert.deepEqual(ids, ["b", "c", "old"]);
  assert.equal(feedWith(feed, frame, { type: "refund" }, "hour"), feed);
});
