import assert from "node:assert/strict";
import { ALERTS } from "./alert.ts";
import { AlertRules } from "./alert_rules.ts";
import { NO_ANOMALIES } from "./anomaly_spans.ts";
import type { StoredRule } from "./rule.ts";
import { type AlertRig, aRule, START, withAlerts } from "./testing/alert_rig.ts";

function rulesOf(rig: AlertRig): AlertRules {
  return new AlertRules({
    store: rig.store,
    events: rig.store.events,
    anomalies: NO_ANOMALIES,
    onChanged: (alerts) => rig.changed.push(...alerts),
    now: () => rig.now,
  });
}

/** Runs a change of a rule that fires about SP and is pending about RJ; another rule fires as well. */
async function whileFiring(
  change: (rules: AlertRules, rule: StoredRule) => Promise<unknown>,
  check: (rig: AlertRig) => Promise<void>,
): Promise<void> {
  await withAlerts(async (rig) => {
    const rule = await rig.addRule({ groupBy: "region", forMinutes: 1 });
    await rig.addRule({ name: "Other" });
    const engine = rig.engine();
    for (const minute of [0.5, 1.5]) await rig.events(minute, 3, "error", { region: "SP" });
    await rig.events(1.5, 3, "error", { region: "RJ" });
    for (const minute of [1, 2]) {
      rig.goTo(minute);
      await engine.round();
    }
    assert.deepEqual((await rig.alerts()).sort(), ["firing", "firing SP", "pending RJ"]);
    rig.changed.length = rig.routed.length = 0;
    await change(rulesOf(rig), rule);
    await check(rig);
  });
}

/** The alert has ended, is shown so, and its end is told before another minute is evaluated. */
async function assertEnded(rig: AlertRig): Promise<void> {
  assert.deepEqual((await rig.alerts()).sort(), ["firing", "resolved SP"]);
  assert.deepEqual(rig.changed.map(({ state }) => state), ["resolved"]);
  await rig.engine().round();
  assert.deepEqual(rig.routed.map(({ state }) => state), ["resolved"]);
}

Deno.test("AlertRules.delete() ends the rule's alerts at once, and that is told", async () => {
  await whileFiring(
    async (rules, { id }) => {
      assert.equal(await rules.delete(id), true);
      assert.equal(await rules.delete(id), false);
    },
    assertEnded,
  );
});

Deno.test("AlertRules.replace() ends the alerts of a rule that it turns off", async () => {
  const rule = aRule({ groupBy: "region", forMinutes: 1, enabled: false });
  await whileFiring(
    (rules, { id, version }) => rules.replace(id, version, rule, "ana"),
    assertEnded,
  );
});

Deno.test("AlertRules.replace() keeps alerts that the changed rule would raise as well", async () => {
  const rule = aRule({ groupBy: "region", forMinutes: 1, annotations: { summary: "{{value}}" } });
  await whileFiring(
    (rules, { id, version }) => rules.replace(id, version, rule, "ana"),
    async (rig) => {
      assert.deepEqual((await rig.alerts()).sort(), ["firing", "firing SP", "pending RJ"]);
      assert.deepEqual(rig.changed, []);
    },
  );
});

Deno.test("AlertRules.delete() while the rule is evaluated leaves no alert behind", async () => {
  await withAlerts(async (rig) => {
    const rules = rulesOf(rig);
    const condition = { kind: "anomaly", minScore: 1, windowMinutes: 5 };
    const { id } = await rig.addRule({ condition });
    const stays = await rig.addRule({ name: "Stays", condition });
    const found = { kind: "count", type: "error", score: 5, from: START, to: null } as const;
    const engine = rig.engine({
      anomalies: {
        between: async () => {
          await rules.delete(id);
          return [{ ...found, dimension: null, dimensionValue: null }];
        },
      },
    });
    rig.goTo(1);
    await engine.round();
    const { items } = await rig.store.collection(ALERTS).find({ limit: 10 });
    assert.deepEqual(items.map(({ ruleId, state }) => [ruleId, state]), [[stays.id, "firing"]]);
  });
});
