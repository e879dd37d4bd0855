import assert from "node:assert/strict";
import { type RuleInput, ruleInputSchema, type StoredRule } from "../../alerts/rule.ts";
import { RULE_PACK } from "../../alerts/rule_pack.ts";
import { aRule } from "../../alerts/testing/alert_rig.ts";
import { draftOf, errorsByField, inputOf, readRule } from "./rule_fields.ts";

function stored(rule: RuleInput): StoredRule {
  const at = "2026-05-04T12:00:00.000Z";
  const row = { id: "r1", version: 1, createdAt: at, updatedAt: at };
  return { ...row, packKey: null, changedBy: null, ...rule };
}

/** What a form that begins with a rule would send untouched. */
function sent(rule: StoredRule): unknown {
  const form = new FormData();
  const { kind } = rule.condition;
  for (const [name, value] of Object.entries(draftOf(rule, kind))) form.set(name, value);
  const { rule: said, errors } = readRule(kind, form, rule.enabled);
  assert.deepEqual(errors, {});
  return ruleInputSchema.parse(said);
}

Deno.test("readRule() sends back what draftOf() shows, for every kind", () => {
  const rules: RuleInput[] = [
    ...Object.values(RULE_PACK).map((rule) => ruleInputSchema.parse(rule)),
    aRule({
      enabled: false,
      groupBy: "product",
      labels: { team: "pay", area: "a=b" },
      annotations: { summary: "{{value}}\nof {{labels.product}}", steps: "1\n2" },
    }),
    aRule({
      condition: {
        kind: "change",
        filter: { userId: "ana", region: "SP" },
        metric: "avg",
        windowMinutes: 60,
        previousWindows: 6,
        operator: "below",
        value: -12.5,
        minBase: 3,
      },
    }),
  ];
  for (const rule of rules) {
    assert.deepEqual(sent(stored(rule)), inputOf(stored(rule)), rule.name);
  }
});

Deno.test("readRule() says which lines it cannot read, and leaves judging numbers to the server", () => {
  const form = new FormData();
  form.set("labels", "team=pay\noops");
  form.set("value", "");
  const { rule, errors } = readRule("threshold", form, true);
  assert.deepEqual(errors, { labels: "oops" });
  assert.equal(ruleInputSchema.safeParse(rule).success, false);
});

Deno.test("errorsByField() puts each error beside its field, and none is lost", () => {
  const errors = [
    { path: "rule.condition.value", message: "Can never be reached" },
    { path: "condition.value", message: "second" },
    { path: "condition.filter", message: "Must have at least one condition" },
    { path: "condition.filter.region", message: "Must not be empty" },
    { path: "annotations.summary", message: "unknown" },
    { path: "annotations.runbook", message: "too long" },
    { path: "labels.severity", message: "Is set by Vigia" },
    { path: "condition.colour", message: "Is not a known field" },
  ];
  const shown = ["value", "type", "region", "summary", "annotations", "labels"];
  assert.deepEqual(errorsByField(errors, (name) => shown.includes(name)), {
    value: "Can never be reached",
    type: "Must have at least one condition",
    region: "Must not be empty",
    summary: "unknown",
    annotations: "runbook: too long",
    labels: "severity: Is set by Vigia",
    form: "condition.colour: Is not a known field",
  });
});
