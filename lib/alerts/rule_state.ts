import type { Condition, Operator } from "./condition.ts";

/** The evaluation grid: rules are evaluated at every full minute, on what happened before it. */
export const GRID_MS = 60_000;

/** Where a rule stands about one value of its dimension. Times are epoch milliseconds. */
export type RuleState =
  | { phase: "inactive" }
  | { phase: "pending"; pendingAt: number }
  | { phase: "firing"; pendingAt: number; firedAt: number; clearedAt: number | null };

export const INACTIVE: RuleState = { phase: "inactive" };

/** What was measured at one moment. */
export interface Sample {
  /** The number that the condition is about; `null` where there is none. */
  value: number | null;
  /** What it is compared with: the mean before of a change, the events before of an absence. */
  base: number | null;
}

/** What happened in a step. `cleared` and `held` only matter to rules that keep firing for a while. */
export type Change = "pending" | "dropped" | "fired" | "resolved" | "cleared" | "held";

export interface Step {
  state: RuleState;
  change: Change | null;
}

/** What of a rule decides its steps. */
export interface SteppedRule {
  condition: Condition;
  forMinutes: number;
  keepFiringMinutes: number;
}

/**
 * One step of a rule on the evaluation grid: pure, so that live evaluation, replay and back-test
 * cannot differ. `sample` is `null` where nothing could be measured, which changes nothing.
 */
export function stepRule(
  rule: SteppedRule,
  state: RuleState,
  sample: Sample | null,
  t: number,
): Step {
  if (sample === null) return { state, change: null };
  const isMet = meets(rule.condition, sample, state.phase !== "inactive");
  if (state.phase === "firing") return stepFiring(rule, state, isMet, t);
  if (!isMet) {
    return { state: INACTIVE, change: state.phase === "pending" ? "dropped" : null };
  }
  const pendingAt = state.phase === "pending" ? state.pendingAt : t;
  if (t - pendingAt >= rule.forMinutes * GRID_MS) {
    return { state: { phase: "firing", pendingAt, firedAt: t, clearedAt: null }, change: "fired" };
  }
  return {
    state: { phase: "pending", pendingAt },
    change: state.phase === "pending" ? null : "pending",
  };
}

function stepFiring(
  rule: SteppedRule,
  state: Extract<RuleState, { phase: "firing" }>,
  isMet: boolean,
  t: number,
): Step {
  if (isMet) {
    return state.clearedAt === null
      ? { state, change: null }
      : { state: { ...state, clearedAt: null }, change: "held" };
  }
  const clearedAt = state.clearedAt ?? t;
  if (t - clearedAt >= rule.keepFiringMinutes * GRID_MS) {
    return { state: INACTIVE, change: "resolved" };
  }
  return {
    state: { ...state, clearedAt },
    change: state.clearedAt === null ? "cleared" : null,
  };
}

/** Whether the condition holds. An absence, once noticed, lasts until something is seen again. */
export function meets(condition: Condition, { value, base }: Sample, isOpen: boolean): boolean {
  if (value === null) return false;
  switch (condition.kind) {
    case "absence":
      return value === 0 && (isOpen || (base ?? 0) >= condition.minBefore);
    case "anomaly":
      return value >= condition.minScore;
    default:
      return compare(value, condition.operator, condition.value);
  }
}

function compare(value: number, operator: Operator, limit: number): boolean {
  switch (operator) {
    case "above":
      return value > limit;
    case "atLeast":
      return value >= limit;
    case "below":
      return value < limit;
    case "atMost":
      return value <= limit;
  }
}
