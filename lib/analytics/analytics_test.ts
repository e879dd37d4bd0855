import assert from "node:assert/strict";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";
import { anEvent } from "@/tests/store/fixtures.ts";
import { Analytics } from "./analytics.ts";

const HOUR = 3_600_000;
const noon = Date.UTC(2026, 2, 1, 12);
const at = (ms: number) => new Date(ms).toISOString();

Deno.test("Analytics.changes() compares a period with the one of the same length before", async () => {
  const store = await openSqliteStore({ path: ":memory:" });
  try {
    await store.events.append([
      anEvent({ id: "too old", timestamp: at(noon - HOUR - 1), value: 999 }),
      anEvent({ id: "before 1", timestamp: at(noon - HOUR), value: 10 }),
      anEvent({ id: "before 2", timestamp: at(noon - 1), value: 30 }),
      anEvent({ id: "now 1", timestamp: at(noon), value: 50 }),
      anEvent({ id: "now 2", timestamp: at(noon + 1), type: "error", userId: "bia", value: null }),
      anEvent({ id: "too late", timestamp: at(noon + HOUR), value: 999 }),
    ]);
    const { current, previous, change } = await new Analytics(store.events).changes({
      from: noon,
      to: noon + HOUR,
    });
    assert.deepEqual([current.revenue, previous.revenue], [50, 40]);
    assert.deepEqual(change, {
      events: 0,
      revenue: 0.25,
      orders: -0.5,
      averageTicket: 1.5,
      errors: null,
      activeUsers: 1,
    });
  } finally {
    await store.close();
  }
});

Deno.test("Analytics.changes() of a loss says whether it became better or worse", async () => {
  const store = await openSqliteStore({ path: ":memory:" });
  try {
    const refund = { type: "refund" };
    await store.events.append([
      anEvent({ id: "a", timestamp: at(noon - 1), value: 40, ...refund }),
      anEvent({ id: "b", timestamp: at(noon), value: 10, ...refund }),
    ]);
    const { change } = await new Analytics(store.events).changes({ from: noon, to: noon + HOUR });
    assert.equal(change.revenue, 0.75);
  } finally {
    await store.close();
  }
});
