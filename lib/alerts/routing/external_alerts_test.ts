import assert from "node:assert/strict";
import { openSqliteStore } from "../../store/sqlite/sqlite_store.ts";
import type { Store } from "../../store/store.ts";
import { ALERTS } from "../alert.ts";
import type { AlertmanagerInput } from "./alertmanager_input.ts";
import { everyPage } from "./every_page.ts";
import { ExternalAlerts } from "./external_alerts.ts";

const NOW = Date.UTC(2026, 10, 26, 12);

async function withExternal(
  work: (external: ExternalAlerts, store: Store, routed: string[]) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigia-external-" });
  const store = await openSqliteStore({ path: `${folder}/vigia.db` });
  const routed: string[] = [];
  const external = new ExternalAlerts({
    store,
    router: {
      route: (alerts) => Promise.resolve(void routed.push(...alerts.map(({ id }) => id))),
    },
    onChanged() {},
    now: () => NOW,
  });
  try {
    await work(external, store, routed);
  } finally {
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

function firing(
  host: string,
  startsAt = "2026-11-26T11:00:00Z",
): AlertmanagerInput["alerts"][number] {
  return { status: "firing", labels: { alertname: "Disk", host }, annotations: {}, startsAt };
}

Deno.test("ExternalAlerts.receive() takes an alert once that a delivery names twice", async () => {
  await withExternal(async (external, _store, routed) => {
    const alerts = [firing("a"), firing("a"), firing("b")];
    assert.deepEqual(await external.receive({ alerts } as AlertmanagerInput), {
      fired: 2,
      resolved: 0,
      unchanged: 1,
    });
    assert.equal(routed.length, 2);
  });
});

Deno.test("ExternalAlerts.receive() begins an alert now when its beginning cannot be", async () => {
  await withExternal(async (external, store) => {
    const alerts = [
      firing("a"),
      firing("b", "9999-12-31T00:00:00Z"),
      firing("c", "0001-01-01T00:00:00Z"),
    ];
    await external.receive({ alerts } as AlertmanagerInput);
    const rows = await everyPage(store.collection(ALERTS), {});
    const begins = Object.fromEntries(rows.map(({ labels, firedAt }) => [labels.host, firedAt]));
    const now = new Date(NOW).toISOString();
    assert.deepEqual(begins, { a: "2026-11-26T11:00:00.000Z", b: now, c: now });
    assert.ok(rows.every(({ routed }) => routed === "firing"));
  });
});
