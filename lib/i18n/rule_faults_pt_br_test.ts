import assert from "node:assert/strict";
import { ruleInputSchema } from "../alerts/rule.ts";
import { aRule } from "../alerts/testing/alert_rig.ts";
import { fieldErrors } from "../http/validation.ts";
import { ruleFaultPtBR } from "./rule_faults_pt_br.ts";

const threshold = aRule().condition;
const on = (changes: Record<string, unknown>) => ({ condition: { ...threshold, ...changes } });
const anomaly = { kind: "anomaly", minScore: 0, windowMinutes: 5 };

/** What people write who are in the form of rules. */
const MISTAKES: Record<string, unknown>[] = [
  { name: " " },
  { forMinutes: 1441 },
  { forMinutes: -1 },
  on({ value: undefined }),
  on({ value: 0, operator: "below" }),
  on({ value: 0, operator: "atLeast" }),
  on({ filter: {} }),
  on({ filter: { type: "Olá" } }),
  on({ windowMinutes: 0 }),
  on({ windowMinutes: 0.5 }),
  on({ windowMinutes: 1441 }),
  on({ metric: "p95", windowMinutes: 5 }),
  on({ metric: "share", value: 0.5, filter: { region: "SP" } }),
  { ...on({ metric: "share", value: 0.5, filter: { region: "SP" } }), groupBy: "type" },
  { groupBy: "type" },
  { condition: anomaly, groupBy: "product" },
  { condition: { ...anomaly, type: "error" }, groupBy: "type" },
  { labels: { severity: "x" } },
  { labels: { "a b": "x" } },
  { labels: { a: "x".repeat(201), b: "" } },
  { annotations: { a: "x".repeat(1_001) } },
  { labels: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`l${n}`, "x"])) },
  { annotations: { summary: "{{labels.city}}" } },
  { annotations: { summary: "{{value" } },
];

Deno.test("ruleFaultPtBR() says in Portuguese whatever is wrong with a rule", () => {
  for (const changes of MISTAKES) {
    const parsed = ruleInputSchema.safeParse({ ...aRule(), ...changes });
    assert.ok(!parsed.success, JSON.stringify(changes));
    for (const { message } of fieldErrors(parsed.error)) {
      const said = ruleFaultPtBR(message);
      assert.notEqual(said, message);
      assert.doesNotMatch(said, /\$\d/);
    }
  }
});

Deno.test("ruleFaultPtBR() leaves alone what it does not know", () => {
  assert.equal(ruleFaultPtBR("Something else"), "Something else");
});
