import assert from "node:assert/strict";
import { join } from "node:path";
import { Database } from "./database.ts";
import { batchOf } from "./event_batch.ts";
import { EventWriter } from "./event_writer.ts";
import { migrate } from "./migrations.ts";
import { readRollupDifferences } from "./rollup_check.ts";

const SPOILT: Record<string, string> = {
  region: "UPDATE rollups SET events = events + 1 WHERE dimension = 2 AND grain = 1",
  type: "UPDATE rollups SET most = most + 1 WHERE dimension = 0 AND grain = 2",
  user_days: "DELETE FROM user_days WHERE day = (SELECT min(day) FROM user_days)",
  user_spans: "UPDATE user_spans SET n31 = n31 + 1",
  merchant: "INSERT INTO rollups VALUES (5, 2, 1, 1, 1, 1, 0, 0, 0, NULL, NULL)",
  counters: "UPDATE counters SET value = 7 WHERE name = 'events'",
};

for (const [place, spoil] of Object.entries(SPOILT)) {
  Deno.test(`readRollupDifferences finds what is wrong in ${place}, and nothing before`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "vigia-test-" });
    const database = Database.openWriter(join(folder, "vigia.db"));
    try {
      migrate(database);
      const writer = new EventWriter(database);
      writer.append(batchOf(Array.from({ length: 60 }, (_, index) => ({
        id: `e${index}`,
        userId: `user-${index % 7}`,
        type: "purchase",
        value: index,
        timestamp: new Date(Date.UTC(2026, 0, 1 + index, index % 24)).toISOString(),
        metadata: { region: "north" },
        source: "shop",
        receivedAt: "2026-03-01T00:00:00.000Z",
      }))));
      writer.rollUp();
      assert.deepEqual(readRollupDifferences(database), []);
      database.connection.exec(spoil);
      const differences = readRollupDifferences(database);
      assert.ok(differences.length > 0 && differences.length <= 20);
      assert.ok(differences.every((text) => text.includes(place)), differences.join("\n"));
    } finally {
      database.close();
      await Deno.remove(folder, { recursive: true });
    }
  });
}
