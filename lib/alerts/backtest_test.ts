import assert from "node:assert/strict";
import { sampleHistory } from "../sample/history.ts";
import { ALERTS } from "./alert.ts";
import { GRACE_MS } from "./alert_engine.ts";
import { NO_ANOMALIES } from "./anomaly_spans.ts";
import { backTest } from "./backtest.ts";
import type { StoredRule } from "./rule.ts";
import { GRID_MS } from "./rule_state.ts";
import { type AlertRig, aRule, START, withAlerts } from "./testing/alert_rig.ts";

const DAY_MS = 24 * 60 * GRID_MS;
/** Moments that the replay lives through at once. */
const STRIDE = 240;

const RULES: Record<string, unknown>[] = [
  {
    name: "ErrorCount",
    condition: {
      kind: "threshold",
      filter: { type: "error" },
      metric: "count",
      windowMinutes: 5,
      operator: "atLeast",
      value: 4,
    },
    groupBy: "region",
    keepFiringMinutes: 3,
  },
  {
    name: "ErrorShare",
    condition: {
      kind: "threshold",
      filter: { type: "error" },
      metric: "share",
      windowMinutes: 60,
      operator: "above",
      value: 0.2,
      minBase: 5,
    },
    forMinutes: 5,
  },
  {
    name: "Revenue",
    condition: {
      kind: "change",
      filter: { type: "purchase" },
      metric: "sum",
      windowMinutes: 120,
      previousWindows: 6,
      operator: "below",
      value: -80,
      minBase: 500,
    },
  },
  {
    name: "Silence",
    condition: {
      kind: "absence",
      filter: { type: "purchase" },
      windowMinutes: 180,
      minBefore: 10,
    },
    groupBy: "region",
  },
  {
    name: "Ticket",
    condition: {
      kind: "threshold",
      filter: { type: "purchase" },
      metric: "avg",
      windowMinutes: 60,
      operator: "above",
      value: 400,
    },
  },
  {
    name: "Slowest",
    condition: {
      kind: "threshold",
      filter: { type: "purchase" },
      metric: "p95",
      windowMinutes: 60,
      operator: "above",
      value: 700,
    },
  },
];

/** Lives through 30 days: each stretch of events is stored, then every moment in it evaluated. */
async function replay(rig: AlertRig, from: number, to: number): Promise<void> {
  const engine = rig.engine({ maxCatchUp: STRIDE });
  const events = [...sampleHistory({ events: 6_000, days: 32, seed: 7, until: to, batch: 1000 })]
    .flat();
  let next = 0;
  for (let now = from; now <= to; now += STRIDE * GRID_MS) {
    const end = Math.min(to, now);
    const first = next;
    while (next < events.length && Date.parse(events[next]!.timestamp) < end) next++;
    if (next > first) await rig.store.events.append(events.slice(first, next));
    rig.now = end + GRACE_MS;
    await engine.round();
  }
}

Deno.test("backTest() counts what the rules then fire when the same 30 days are replayed", async () => {
  await withAlerts(async (rig) => {
    const to = Math.floor(START / DAY_MS) * DAY_MS + 60 * GRID_MS;
    const from = to - 30 * DAY_MS;
    const rules: StoredRule[] = [];
    for (const rule of RULES) rules.push(await rig.addRule(rule));
    await replay(rig, from, to);
    const { items: alerts } = await rig.store.collection(ALERTS).find({ limit: 500 });
    for (const rule of rules) {
      const tried = await backTest(rule, {
        events: rig.store.events,
        anomalies: NO_ANOMALIES,
        until: to,
        days: 30,
      });
      const lived = alerts.filter(({ ruleId, firedAt }) => ruleId === rule.id && firedAt !== null)
        .map(({ dimensionValue, value, pendingAt, firedAt, resolvedAt }) => ({
          dimensionValue,
          value,
          pendingAt,
          firedAt,
          resolvedAt,
        }));
      assert.ok(tried.count > 0, `${rule.name} never fires`);
      assert.equal(tried.count, lived.length, rule.name);
      const order = (a: { firedAt: string | null; dimensionValue: string | null }) =>
        `${a.firedAt} ${a.dimensionValue}`;
      const sorted = <T extends Parameters<typeof order>[0]>(list: T[]) =>
        list.sort((a, b) => order(a) < order(b) ? -1 : 1);
      assert.deepEqual(sorted(tried.firings), sorted(lived), rule.name);
    }
  });
});

Deno.test("backTest() draws the most alarming values, and asks few questions", async () => {
  await withAlerts(async (rig) => {
    await rig.events(-90.5, 5, "error", { region: "SP" });
    await rig.events(-90.5, 2, "error", { region: "RJ" });
    let asked = 0;
    const tried = await backTest(aRule({ groupBy: "region" }), {
      events: {
        timeseries: (query) => {
          asked++;
          return rig.store.events.timeseries(query);
        },
      },
      anomalies: NO_ANOMALIES,
      until: START + 30_000,
      days: 30,
    });
    assert.equal(tried.count, 1);
    assert.ok(asked <= 31, `${asked} queries`);
    assert.equal(tried.points.length, 720);
    assert.equal(Math.max(...tried.points.map(({ value }) => value ?? 0)), 5);
    assert.equal(tried.limit, 3);
    assert.equal(tried.to, new Date(START).toISOString());
  });
});

/** Errors of 30 regions: twenty all the time, ten more in the last minutes of the hour alone. */
async function storeManyRegions(rig: AlertRig): Promise<void> {
  for (let minute = 0; minute < 60; minute += 4) {
    for (let n = 0; n < 20; n++) await rig.events(minute + 0.5, 2, "error", { region: `big-${n}` });
  }
  for (let n = 0; n < 10; n++) await rig.events(50.5, 5 + n, "error", { region: `small-${n}` });
}

Deno.test("backTest() and the live evaluation choose the same of more than 20 values", async () => {
  await withAlerts(async (rig) => {
    const rule = await rig.addRule({ groupBy: "region", keepFiringMinutes: 1 });
    const both = await rig.addRule({
      name: "Any",
      groupBy: "region",
      condition: { ...aRule().condition, windowMinutes: 60, value: 2 },
    });
    await storeManyRegions(rig);
    const engine = rig.engine();
    for (let minute = 0; minute <= 60; minute++) {
      rig.goTo(minute);
      await engine.round();
    }
    const { items } = await rig.store.collection(ALERTS).find({ limit: 500 });
    for (const { id, name, ...input } of [rule, both]) {
      const tried = await backTest({ name, ...input }, {
        events: rig.store.events,
        anomalies: NO_ANOMALIES,
        until: START + 60 * GRID_MS,
        days: 1,
      });
      const lived = items.filter(({ ruleId, firedAt }) => ruleId === id && firedAt !== null);
      const words = (list: readonly { dimensionValue: string | null; firedAt: string | null }[]) =>
        list.map(({ dimensionValue, firedAt }) => `${firedAt} ${dimensionValue}`).sort();
      assert.deepEqual(words(tried.firings), words(lived), name);
      assert.equal(tried.truncated, false);
    }
  });
});

Deno.test("backTest() says when a dimension has more values than are measured", async () => {
  await withAlerts(async (rig) => {
    for (let n = 0; n <= 50; n++) await rig.events(-90.5, 1, "error", { product: `p${n}` });
    const options = {
      events: rig.store.events,
      anomalies: NO_ANOMALIES,
      until: START,
      days: 1,
    };
    const rule = aRule({ groupBy: "product" });
    assert.equal((await backTest(rule, options)).truncated, true);
    assert.equal((await backTest({ ...rule, groupBy: "region" }, options)).truncated, false);
    assert.equal((await backTest({ ...rule, groupBy: null }, options)).truncated, false);
  });
});
