import assert from "node:assert/strict";
import { ALERTS, EXTERNAL_RULE_ID } from "./alert.ts";
import { ALERT_CLOCK, CLOCK_ID } from "./alert_clock.ts";
import { MAX_CATCH_UP } from "./alert_engine.ts";
import type { AnomalySpan } from "./anomaly_spans.ts";
import { ALERT_RULES } from "./rule.ts";
import { GRID_MS } from "./rule_state.ts";
import { aRule, START, withAlerts } from "./testing/alert_rig.ts";

Deno.test("AlertEngine.round() fires, resolves and routes each once", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule({ annotations: { summary: "{{value}} errors, limit {{threshold}}" } });
    const engine = rig.engine();
    rig.goTo(0);
    await engine.round();
    await rig.events(0.5, 4);
    rig.goTo(1);
    await engine.round();
    await engine.round();
    const [alert] = (await rig.store.collection(ALERTS).find({ limit: 10 })).items;
    assert.equal(alert?.state, "firing");
    assert.equal(alert.value, 4);
    assert.equal(alert.annotations.summary, "4 errors, limit 3");
    assert.equal(alert.firedAt, new Date(START + GRID_MS).toISOString());
    assert.equal(alert.routed, "firing");
    assert.deepEqual(alert.labels, { alertname: "Errors", severity: "critical" });
    rig.goTo(2);
    await engine.round();
    assert.deepEqual(rig.routed.map(({ state }) => state), ["firing", "resolved"]);
    assert.deepEqual(await rig.alerts(), ["resolved"]);
    assert.deepEqual(rig.changed.map(({ state }) => state), ["firing", "resolved"]);
  });
});

Deno.test("AlertEngine fires within two minutes of the first of 120 errors in 10 s", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule({
      condition: {
        kind: "threshold",
        filter: { type: "error" },
        metric: "share",
        windowMinutes: 2,
        operator: "above",
        value: 0.15,
        minBase: 40,
      },
      annotations: { summary: "{{value}}, limit {{threshold}}" },
    });
    const engine = rig.engine();
    rig.goTo(10);
    await engine.round();
    // Over the end of a minute, which is the worst moment.
    for (let n = 0; n < 10; n++) await rig.events(10.9 + n / 60, 12);
    for (let seconds = 0; seconds <= 120; seconds += 10) {
      rig.now = START + 10.9 * GRID_MS + seconds * 1000;
      await engine.round();
      if (rig.routed.length > 0) break;
    }
    assert.deepEqual(await rig.alerts(), ["firing"]);
    const [alert] = (await rig.store.collection(ALERTS).find({ limit: 1 })).items;
    assert.equal(alert?.annotations.summary, "100%, limit 15%");
    assert.equal(alert?.unit, "share");
  });
});

Deno.test("AlertEngine keeps one alert a dimension value, each with a stable fingerprint", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule({ groupBy: "region" });
    const engine = rig.engine();
    rig.goTo(0);
    await engine.round();
    await rig.events(0.5, 3, "error", { region: "SP" });
    await rig.events(0.5, 2, "error", { region: "RJ" });
    await rig.events(1.5, 3, "error", { region: "RJ" });
    await rig.events(3.5, 3, "error", { region: "SP" });
    for (const minute of [1, 2, 3, 4]) {
      rig.goTo(minute);
      await engine.round();
    }
    assert.deepEqual(await rig.alerts(), ["resolved SP", "resolved RJ", "firing SP"]);
    const { items } = await rig.store.collection(ALERTS).find({ order: "asc", limit: 10 });
    assert.equal(items[0]!.fingerprint, items[2]!.fingerprint);
    assert.notEqual(items[0]!.fingerprint, items[1]!.fingerprint);
    assert.equal(items[0]!.labels.region, "SP");
  });
});

Deno.test("AlertEngine misses what came before, and only that", async () => {
  await withAlerts(async (rig) => {
    const condition = { kind: "absence", filter: { type: "purchase" }, windowMinutes: 30 };
    await rig.addRule({ condition, groupBy: "region" });
    const engine = rig.engine();
    await rig.events(-60, 1, "purchase", { region: "SP" });
    await rig.events(20.5, 1, "purchase", { region: "RJ" });
    await rig.events(40.5, 1, "purchase", { region: "RJ" });
    await rig.events(50.5, 1, "purchase", { region: "SP" });
    for (let minute = 0; minute <= 51; minute++) {
      rig.goTo(minute);
      await engine.round();
    }
    assert.deepEqual(await rig.alerts(), ["resolved SP"]);
    assert.deepEqual(rig.routed.map(({ state }) => state), ["firing", "resolved"]);
  });
});

Deno.test("AlertEngine goes on after a restart: pending, firing, and what was not routed", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule({ name: "Slow", forMinutes: 2 });
    await rig.addRule({ name: "Fast" });
    for (const minute of [0.5, 1.5, 2.5]) await rig.events(minute, 3);
    rig.goTo(0);
    await rig.engine().round();
    rig.goTo(1);
    // Every round is of another process; the router of this one dies before it has taken anything.
    rig.isRouterAway = true;
    await rig.engine().round();
    assert.deepEqual(rig.routed, []);
    assert.deepEqual((await rig.alerts()).sort(), ["firing", "pending"]);
    rig.isRouterAway = false;
    await rig.engine().round();
    assert.deepEqual(rig.routed.map(({ alertname }) => alertname), ["Fast"]);
    rig.goTo(3);
    await rig.engine().round();
    rig.goTo(5);
    await rig.engine().round();
    assert.deepEqual(rig.routed.map(({ alertname, state }) => `${alertname} ${state}`).sort(), [
      "Fast firing",
      "Fast resolved",
      "Slow firing",
      "Slow resolved",
    ]);
  });
});

Deno.test("AlertEngine catches up a bounded time", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule();
    await rig.events(0.5, 3);
    await rig.events(200.5, 3);
    rig.goTo(0);
    await rig.engine().round();
    rig.goTo(210);
    await rig.engine().round();
    // What happened before the last hour is past.
    assert.ok(210 - MAX_CATCH_UP > 1);
    assert.deepEqual(await rig.alerts(), ["resolved"]);
    assert.equal(rig.changed.length, 1);
  });
});

Deno.test("AlertEngine.round() of two processes at once evaluates once", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule();
    const engines = [1, 2, 3].map(() => rig.engineOfProcess());
    await rig.events(0.5, 3);
    for (const minute of [0, 1, 2]) {
      rig.goTo(minute);
      await Promise.allSettled(engines.map((engine) => engine.round()));
    }
    assert.deepEqual(await rig.alerts(), ["resolved"]);
    assert.deepEqual(rig.routed.map(({ state }) => state), ["firing", "resolved"]);
  });
});

Deno.test("AlertEngine ends alerts whose rule is no more", async () => {
  await withAlerts(async (rig) => {
    const rule = await rig.addRule();
    const engine = rig.engine();
    await rig.events(0.5, 3);
    rig.goTo(1);
    await engine.round();
    await rig.store.collection(ALERT_RULES).patch(rule.id, { enabled: false });
    await rig.events(1.5, 3);
    rig.goTo(2);
    await engine.round();
    assert.deepEqual(await rig.alerts(), ["resolved"]);
    assert.deepEqual(rig.routed.map(({ state }) => state), ["firing", "resolved"]);
  });
});

Deno.test("AlertEngine.round() writes nothing while nothing is due", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule();
    const engine = rig.engine();
    rig.goTo(1);
    await engine.round();
    const version = async () => (await rig.store.collection(ALERT_CLOCK).get(CLOCK_ID))?.version;
    const before = await version();
    for (let round = 0; round < 3; round++) await engine.round();
    assert.equal(await version(), before);
    rig.goTo(2);
    await engine.round();
    assert.notEqual(await version(), before);
  });
});

Deno.test("AlertEngine leaves alone what another system says", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule();
    const engine = rig.engine();
    await rig.events(0.5, 3);
    rig.goTo(1);
    await engine.round();
    const alerts = rig.store.collection(ALERTS);
    const { items } = await alerts.find({ limit: 1 });
    const { id: _, ...own } = items[0]!;
    await alerts.insert({
      ...own,
      ruleId: EXTERNAL_RULE_ID,
      fingerprint: "other",
      openFingerprint: "other",
      dimensionValue: "external",
    });
    rig.goTo(2);
    await engine.round();
    assert.deepEqual((await rig.alerts()).sort(), ["firing external", "resolved"]);
  });
});

Deno.test("AlertEngine watches Vigia's own numbers and anomalies", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule({
      name: "DeadLetters",
      condition: {
        kind: "internal",
        metric: "queue.deadLetters",
        operator: "above",
        value: 0,
      },
    });
    await rig.addRule({
      name: "Odd",
      condition: {
        kind: "anomaly",
        anomalyKind: "record",
        type: "expense",
        minScore: 0.5,
        windowMinutes: 15,
      },
    });
    let dead = 0;
    const found: AnomalySpan = {
      kind: "record",
      type: "expense",
      dimension: null,
      dimensionValue: null,
      score: 0.9,
      from: START + 0.5 * GRID_MS,
      to: START - 5 * GRID_MS,
    };
    const engine = rig.engine({
      internal: () => Promise.resolve({ "queue.deadLetters": dead }),
      anomalies: { between: () => Promise.resolve([found, { ...found, type: "trade" }]) },
    });
    rig.goTo(0);
    await engine.round();
    dead = 2;
    rig.goTo(1);
    await engine.round();
    assert.deepEqual(rig.changed.map(({ alertname, value }) => [alertname, value]), [
      ["DeadLetters", 2],
      ["Odd", 0.9],
    ]);
    dead = 0;
    rig.goTo(17);
    await engine.round();
    assert.deepEqual(await rig.alerts(), ["resolved", "resolved"]);
  });
});

Deno.test("AlertEngine counts late events from the next minute on, very late ones within the hour", async () => {
  await withAlerts(async (rig) => {
    await rig.addRule({ condition: { ...aRule().condition, windowMinutes: 120 } });
    const engine = rig.engine();
    rig.goTo(30);
    await engine.round();
    await rig.events(20, 3);
    rig.goTo(31);
    await engine.round();
    assert.deepEqual(await rig.alerts(), ["firing"]);
    await rig.addRule({
      name: "Refunds",
      condition: { ...aRule().condition, filter: { type: "refund" }, windowMinutes: 120 },
    });
    rig.goTo(32);
    await engine.round();
    await rig.events(2, 3, "refund");
    rig.goTo(33);
    await engine.round();
    assert.deepEqual(await rig.alerts(), ["firing"]);
    for (let minute = 34; minute <= 93; minute++) {
      rig.goTo(minute);
      await engine.round();
    }
    assert.deepEqual(await rig.alerts(), ["firing", "firing"]);
  });
});
