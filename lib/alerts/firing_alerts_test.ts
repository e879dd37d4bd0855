import assert from "node:assert/strict";
import { openTestApp } from "@/tests/http/app_fixture.ts";
import { type Alert, ALERTS } from "./alert.ts";
import { countOf, type FiringAlert, firingChange, worstOf } from "./firing_alerts.ts";
import { aNotedAlert } from "./testing/noted_alert.ts";

function line(id: string, changes: Partial<FiringAlert> = {}): FiringAlert {
  return { id, alertname: id, severity: "warning", summary: "", isAcknowledged: false, ...changes };
}

const looked = (...alerts: FiringAlert[]) => ({
  counts: { critical: 0, warning: alerts.length, info: 0 },
  alerts,
});

Deno.test("firingChange() names what began and what ended, not what is looked after", () => {
  const now = looked(line("c"), line("b"), line("d", { isAcknowledged: true }));
  const { fired, ended } = firingChange([line("a"), line("b")], now);
  assert.deepEqual(fired.map(({ id }) => id), ["c"]);
  assert.deepEqual(ended.map(({ id }) => id), ["a"]);
});

Deno.test("firingChange() takes nothing as ended that a long list may have left out", () => {
  const now = { ...looked(line("b")), counts: { critical: 0, warning: 80, info: 0 } };
  assert.deepEqual(firingChange([line("a")], now).ended, []);
});

Deno.test("worstOf() and countOf() sum up severities", () => {
  const none = { counts: { critical: 0, warning: 0, info: 0 }, alerts: [] };
  assert.equal(worstOf(none), null);
  const some = { ...none, counts: { critical: 0, warning: 2, info: 5 } };
  assert.equal(worstOf(some), "warning");
  assert.equal(countOf(some), 7);
});

Deno.test("AlertBook.firing() counts all and names the newest; the API answers it", async () => {
  const app = await openTestApp();
  try {
    const alerts = app.services.store.collection(ALERTS);
    const add = (n: number, changes: Partial<Alert>) =>
      alerts.insert(aNotedAlert({ alertname: `A${n}`, ...changes }));
    await add(0, { severity: "critical" });
    await add(1, { state: "pending" });
    for (let n = 2; n < 62; n++) await add(n, {});
    const { accessToken } = await app.signIn("VIEWER");
    const response = await app.fetch("/api/v1/alerts/firing", {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    assert.equal(response.status, 200);
    const firing = await response.json();
    assert.deepEqual(firing.counts, { critical: 1, warning: 60, info: 0 });
    assert.equal(firing.alerts.length, 50);
    assert.equal(firing.alerts[0].alertname, "A61");
    assert.equal(firing.alerts[0].summary, "much");
  } finally {
    await app.close();
  }
});
