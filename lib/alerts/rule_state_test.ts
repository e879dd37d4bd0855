import assert from "node:assert/strict";
import { aRule } from "./testing/alert_rig.ts";
import { GRID_MS, INACTIVE, meets, type RuleState, type Sample, stepRule } from "./rule_state.ts";

/** Steps through values, one a minute, and writes what happened: `.` nothing, else the first letter. */
function walk(changes: Record<string, unknown>, values: (number | null | "?")[]): string {
  const rule = aRule(changes);
  let state: RuleState = INACTIVE;
  const letters = {
    pending: "p",
    dropped: "d",
    fired: "F",
    resolved: "R",
    cleared: "c",
    held: "h",
  };
  return values.map((value, minute) => {
    const sample: Sample | null = value === "?" ? null : { value, base: 5 };
    const step = stepRule(rule, state, sample, minute * GRID_MS);
    state = step.state;
    return step.change === null ? "." : letters[step.change];
  }).join("");
}

const absence = {
  condition: { kind: "absence", filter: { type: "purchase" }, windowMinutes: 30, minBefore: 5 },
};

Deno.test("stepRule() goes inactive → pending → firing → resolved", () => {
  const table: [string, Record<string, unknown>, (number | null | "?")[], string][] = [
    ["fires at once without for", {}, [0, 3, 4, 2, 3], ".F.RF"],
    ["waits for", { forMinutes: 2 }, [3, 3, 3, 3, 0], "p.F.R"],
    ["drops what does not last", { forMinutes: 2 }, [3, 3, 0, 3, 3, 3], "p.dp.F"],
    ["keeps firing for a while", { keepFiringMinutes: 2 }, [3, 0, 0, 0, 3], "Fc.RF"],
    ["is held when it comes back", { keepFiringMinutes: 2 }, [3, 0, 3, 0, 0, 0], "Fchc.R"],
    ["without a value nothing is met", { forMinutes: 1 }, [null, 3, null, 3, 3, null], ".pdpFR"],
    ["what cannot be measured changes nothing", { forMinutes: 1 }, [3, "?", 3, "?", 0], "p.F.R"],
    ["an absence lasts until something is seen", absence, [1, 0, 0, 7, 0], ".F.RF"],
  ];
  for (const [title, rule, values, expected] of table) {
    assert.equal(walk(rule, values), expected, title);
  }
});

Deno.test("stepRule() says since when", () => {
  const rule = aRule({ forMinutes: 1 });
  const first = stepRule(rule, INACTIVE, { value: 3, base: null }, 60_000);
  const second = stepRule(rule, first.state, { value: 3, base: null }, 120_000);
  assert.deepEqual(second.state, {
    phase: "firing",
    pendingAt: 60_000,
    firedAt: 120_000,
    clearedAt: null,
  });
});

Deno.test("meets() compares as the operator says", () => {
  const table: [string, number, boolean][] = [
    ["above", 3, false],
    ["above", 3.1, true],
    ["atLeast", 3, true],
    ["below", 3, false],
    ["below", 2.9, true],
    ["atMost", 3, true],
  ];
  for (const [operator, value, expected] of table) {
    const { condition } = aRule({ condition: { ...aRule().condition, operator } });
    assert.equal(meets(condition, { value, base: null }, false), expected, `${operator} ${value}`);
  }
  const { condition } = aRule(absence);
  assert.equal(meets(condition, { value: 0, base: 4 }, false), false, "nothing was there before");
  assert.equal(meets(condition, { value: 0, base: 0 }, true), true, "an open one stays");
});
