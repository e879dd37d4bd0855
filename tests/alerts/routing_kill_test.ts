import assert from "node:assert/strict";
import { join } from "node:path";
import { ALERTS } from "@/lib/alerts/alert.ts";
import { everyPage } from "@/lib/alerts/routing/every_page.ts";
import { startChild } from "@/lib/queue/testing/child_process.ts";
import { openSqliteStore } from "@/lib/store/sqlite/sqlite_store.ts";

const CHILD = "../../alerts/routing/testing/crash_child.ts";
const KILLS = 8;

interface Told {
  id: string;
  channel: string;
  told: string[];
}

Deno.test("AlertRouting tells each end once across kill -9 at random moments, under stable ids", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigia-routing-kill-" });
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const child = startChild(CHILD, [folder, "work"]);
      await child.until((lines) => lines.includes("ready"));
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 400));
      await child.kill();
    }
    const last = startChild(CHILD, [folder, "finish"]);
    await last.ended;
    const lines = (await Deno.readTextFile(join(folder, "told.log"))).trim().split("\n");
    const deliveries = lines.map((line): Told => JSON.parse(line));
    // A job that was killed between its effect and its end is repeated with the same content.
    const messages = new Map<string, Told>();
    for (const delivery of deliveries) {
      const key = `${delivery.id}:${delivery.channel}`;
      assert.deepEqual(messages.get(key) ?? delivery, delivery, "one id has one content");
      messages.set(key, delivery);
    }
    assert.ok(deliveries.length - messages.size <= 4 * KILLS, "repeats only where a kill hit");
    const counts = new Map<string, number>();
    for (const { channel, told } of messages.values()) {
      for (const one of told) {
        if (!one.endsWith("resolved")) continue;
        counts.set(`${one} ${channel}`, (counts.get(`${one} ${channel}`) ?? 0) + 1);
      }
    }
    const store = await openSqliteStore({ path: join(folder, "vigia.db") });
    const alerts = await everyPage(store.collection(ALERTS), {});
    await store.close();
    assert.ok(alerts.length > KILLS, `only ${alerts.length} alerts`);
    for (const { fingerprint, state } of alerts) {
      assert.equal(state, "resolved");
      for (const channel of ["mail", "chat"]) {
        assert.equal(
          counts.get(`${fingerprint} resolved ${channel}`),
          1,
          `${fingerprint} ${channel}`,
        );
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
