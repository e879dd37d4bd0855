import assert from "node:assert/strict";
import { openSqliteStore } from "../store/sqlite/sqlite_store.ts";
import { ExpenseSettings } from "./expense_settings.ts";
import { RecordScoring } from "./record_scoring.ts";

const NOW = Date.UTC(2026, 5, 1, 12);

Deno.test("RecordScoring knows new approval limits without a restart", async () => {
  const store = await openSqliteStore({ path: ":memory:" });
  try {
    const scoring = new RecordScoring({ store, onScored: () => {}, now: () => NOW });
    const settings = new ExpenseSettings(store);
    const reasonsOf = async (id: string) => {
      const at = new Date(NOW).toISOString();
      await store.events.append([{
        id,
        userId: id,
        type: "expense",
        value: 495,
        timestamp: at,
        receivedAt: at,
        source: "test",
        metadata: { category: "Travel" },
      }]);
      while (await scoring.tick()) { /* the next batch */ }
      return JSON.stringify((await store.events.get(id))?.metadata.anomaly);
    };
    assert.doesNotMatch(await reasonsOf("ana"), /limit/);
    await settings.setApprovalLimits([500], "bia");
    assert.match(await reasonsOf("rui"), /limit of 500/);
    await settings.setApprovalLimits([], "bia");
    assert.doesNotMatch(await reasonsOf("lea"), /limit/);
    const { approvalLimits, by } = await settings.read();
    assert.deepEqual([approvalLimits, by], [[], "bia"]);
  } finally {
    await store.close();
  }
});
