import assert from "node:assert/strict";
import type { Metadata } from "@/lib/events/event.ts";
import type { EventFilter } from "@/lib/store/events.ts";
import type { StoreTest } from "./contract.ts";
import { anEvent } from "./fixtures.ts";
import { newestFirst, oracleBreakdown, oracleSummary } from "./oracle.ts";

const DAY = 86_400_000;
const FROM = Date.parse("2026-03-01T00:00:00Z");

/** What senders may write where scores stand, and what scoring writes. */
const ANOMALIES: (Metadata[string] | undefined)[] = [
  { score: 0, flagged: false },
  { score: 0.05, flagged: false },
  { score: 0.1, flagged: false },
  { score: 0.55, flagged: true },
  { score: 0.999, flagged: true },
  { score: 1, flagged: true },
  { score: "0.5", flagged: "true" },
  { score: 7, flagged: false },
  { score: -1 },
  { flagged: true },
  "odd",
  null,
  undefined,
];

/** Scores in `metadata.anomaly`: the filter by them and their spread. */
export function scoresContract(test: StoreTest): void {
  test("flagged events are found, and scores counted by tenths", async (store) => {
    const events = ANOMALIES.flatMap((anomaly, n) =>
      ["ana", "rui"].map((userId) =>
        anEvent({
          id: `${userId}-${n}`,
          userId,
          type: "expense",
          value: n + 1,
          timestamp: new Date(FROM + n * 3_600_000).toISOString(),
          metadata: {
            category: n % 2 === 0 ? "Food" : "Travel",
            note: 'says "flagged":true',
            ...(anomaly !== undefined && { anomaly }),
          },
        })
      )
    );
    await store.events.append(events);
    for (const flagged of [true, false]) {
      for (const more of [{}, { userId: "ana" }, { category: "Food" }] as EventFilter[]) {
        const filter = { type: "expense", flagged, ...more };
        const expected = newestFirst(events, filter);
        assert.ok(expected.length > 0);
        assert.deepEqual((await store.events.list(filter, { limit: 100 })).items, expected);
        const ranged = { ...filter, from: FROM + 1, to: FROM + DAY };
        assert.deepEqual(await store.events.summary(ranged), oracleSummary(events, ranged));
        const query = { filter: ranged, dimension: "category", metric: "sum", limit: 5 } as const;
        assert.deepEqual(await store.events.breakdown(query), oracleBreakdown(events, query));
      }
    }
    const period = { type: "expense", from: FROM, to: FROM + DAY };
    assert.deepEqual(await store.events.scores(period), {
      counts: [4, 2, 0, 0, 0, 2, 0, 0, 0, 4],
      flagged: 6,
    });
    assert.deepEqual(await store.events.scores({ ...period, userId: "ana", category: "Food" }), {
      counts: [1, 1, 0, 0, 0, 0, 0, 0, 0, 1],
      flagged: 1,
    });
    const none = await store.events.scores({ ...period, type: "purchase" });
    assert.deepEqual(none, { counts: new Array(10).fill(0), flagged: 0 });
  });
}
