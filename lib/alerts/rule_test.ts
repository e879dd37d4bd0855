import assert from "node:assert/strict";
import { fieldErrors } from "../http/validation.ts";
import { RULE_PACK } from "./rule_pack.ts";
import { isSameMeaning, labelsOf, ruleInputSchema } from "./rule.ts";
import { aRule } from "./testing/alert_rig.ts";

const threshold = aRule().condition;

/** Paths of what is wrong. */
function faults(changes: Record<string, unknown>): string[] {
  const parsed = ruleInputSchema.safeParse({ ...aRule(), ...changes });
  return parsed.success ? [] : fieldErrors(parsed.error).map(({ path }) => path).sort();
}

Deno.test("ruleInputSchema names the field of what cannot be", () => {
  const table: [string, Record<string, unknown>, string[]][] = [
    ["a rule", {}, []],
    ["for over 24 h", { forMinutes: 1441 }, ["forMinutes"]],
    ["no name", { name: " " }, ["name"]],
    ["unknown field", { colour: "red" }, ["colour"]],
    ["NaN", { condition: { ...threshold, value: NaN } }, ["condition.value"]],
    ["no number", { condition: { ...threshold, value: "3" } }, ["condition.value"]],
    ["empty filter", { condition: { ...threshold, filter: {} } }, ["condition.filter"]],
    ["empty condition", { condition: { ...threshold, filter: { region: "" } } }, [
      "condition.filter.region",
    ]],
    ["unknown condition", { condition: { ...threshold, filter: { $where: "1" } } }, [
      "condition.filter",
      "condition.filter.$where",
    ]],
    ["window too long", { condition: { ...threshold, windowMinutes: 1441 } }, [
      "condition.windowMinutes",
    ]],
    ["half a minute", { condition: { ...threshold, windowMinutes: 0.5 } }, [
      "condition.windowMinutes",
    ]],
    ["a score beyond its scale", {
      condition: { kind: "anomaly", anomalyKind: "record", minScore: 5, windowMinutes: 15 },
    }, ["condition.minScore"]],
    ["never reached", { condition: { ...threshold, operator: "below", value: 0 } }, [
      "condition.value",
    ]],
    ["always reached", { condition: { ...threshold, operator: "atLeast", value: 0 } }, [
      "condition.value",
    ]],
    ["share above all", { condition: { ...threshold, metric: "share", value: 1.5 } }, [
      "condition.value",
    ]],
    ["share of everything", {
      condition: { ...threshold, metric: "share", value: 0.5, filter: { region: "SP" } },
    }, ["condition.filter.type"]],
    ["percentile of 5 minutes", { condition: { ...threshold, metric: "p95", windowMinutes: 5 } }, [
      "condition.windowMinutes",
    ]],
    ["looks back too far", {
      condition: {
        kind: "change",
        filter: { type: "error" },
        metric: "count",
        windowMinutes: 1440,
        previousWindows: 2,
        operator: "above",
        value: 50,
      },
    }, ["condition.previousWindows"]],
    ["kind that is not", { condition: { kind: "magic" } }, ["condition.kind"]],
    ["records by region", {
      groupBy: "region",
      condition: { kind: "anomaly", anomalyKind: "record", minScore: 0, windowMinutes: 5 },
    }, ["groupBy"]],
    ["anomalies by product", {
      groupBy: "product",
      condition: { kind: "anomaly", minScore: 0, windowMinutes: 5 },
    }, ["groupBy"]],
    ["anomalies of one type by type", {
      groupBy: "type",
      condition: { kind: "anomaly", type: "error", minScore: 0, windowMinutes: 5 },
    }, ["groupBy"]],
    ["anomalies by type", {
      groupBy: "type",
      condition: { kind: "anomaly", minScore: 0, windowMinutes: 5 },
    }, []],
    ["records by category", {
      groupBy: "category",
      condition: { kind: "anomaly", anomalyKind: "record", minScore: 0, windowMinutes: 5 },
    }, []],
    ["users without number", { groupBy: "userId" }, ["groupBy"]],
    ["dimension that is none", { groupBy: "colour" }, ["groupBy"]],
    ["dimension that is filtered", { groupBy: "type" }, ["groupBy"]],
    ["own label", { labels: { severity: "x" } }, ["labels.severity"]],
    ["label name", { labels: { "a b": "x" } }, ["labels.a b"]],
    ["label of the dimension", { groupBy: "region", labels: { region: "x" } }, ["labels.region"]],
    ["unknown placeholder", { annotations: { summary: "{{labels.region}}" } }, [
      "annotations.summary",
    ]],
    ["known placeholder", { groupBy: "region", annotations: { summary: "{{labels.region}}" } }, []],
  ];
  for (const [title, changes, expected] of table) {
    assert.deepEqual(faults(changes), expected, title);
  }
});

Deno.test("ruleInputSchema says what to do where users were to be told apart", () => {
  const parsed = ruleInputSchema.safeParse({ ...aRule(), groupBy: "userId" });
  assert.match(
    fieldErrors(parsed.error!)[0]!.message,
    /without number.*region.*filter by one user/,
  );
});

Deno.test("ruleInputSchema judges hostile texts in no time, by field", () => {
  const hostile: [string, Record<string, unknown>, string][] = [
    ["open braces", { annotations: { summary: "{{".repeat(500) } }, "annotations.summary"],
    ["nested braces", { annotations: { summary: "{{a{{b}}".repeat(100) } }, "annotations.summary"],
    ["code", { annotations: { summary: "{{labels.constructor()}}" } }, "annotations.summary"],
    ["prototype", { annotations: { summary: "{{labels.__proto__}}" } }, "annotations.summary"],
    ["a long text", { annotations: { summary: "x".repeat(100_000) } }, "annotations.summary"],
    ["a long name", { name: "a".repeat(100_000) }, "name"],
    ["a pattern's worst type", {
      condition: { ...threshold, filter: { type: `${"a.".repeat(50_000)}!` } },
    }, "condition.filter.type"],
    ["many labels", {
      labels: Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`l${n}`, "x"])),
    }, "labels"],
  ];
  for (const [title, changes, path] of hostile) {
    const begun = performance.now();
    assert.ok(faults(changes).includes(path), title);
    assert.ok(performance.now() - begun < 500, title);
  }
});

Deno.test("RULE_PACK holds rules that would be accepted", () => {
  for (const [key, rule] of Object.entries(RULE_PACK)) {
    assert.deepEqual(ruleInputSchema.safeParse(rule).error, undefined, key);
  }
});

Deno.test("labelsOf() has name, severity and dimension", () => {
  const rule = aRule({ groupBy: "region", labels: { team: "pay" } });
  assert.deepEqual(labelsOf(rule, "SP"), {
    team: "pay",
    region: "SP",
    alertname: "Errors",
    severity: "critical",
  });
});

Deno.test("isSameMeaning() is false when the alerts would be others", () => {
  assert.ok(isSameMeaning(aRule(), aRule({ annotations: { a: "b" }, forMinutes: 3 })));
  assert.ok(!isSameMeaning(aRule(), aRule({ severity: "info" })));
  assert.ok(!isSameMeaning(aRule(), aRule({ labels: { a: "b" } })));
});
