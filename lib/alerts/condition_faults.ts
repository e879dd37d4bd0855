import type { FieldError } from "../http/problem.ts";
import {
  type Condition,
  MAX_LOOKBACK_MINUTES,
  type Operator,
  PERCENTILE_WINDOWS,
  type RuleMetric,
} from "./condition.ts";

/** Metrics that are never below zero. */
const NEVER_NEGATIVE: ReadonlySet<RuleMetric> = new Set(["count", "share"]);

function isPercentile(metric: RuleMetric): boolean {
  return metric === "p50" || metric === "p95" || metric === "p99";
}

/** Why a limit can never, or must always, be reached by numbers from `least` to `most`. */
function limitFault(
  operator: Operator,
  value: number,
  least: number,
  most: number,
): string | null {
  const never = operator === "above" && value >= most || operator === "atLeast" && value > most ||
    operator === "below" && value <= least || operator === "atMost" && value < least;
  if (never) return "Can never be reached";
  const always = operator === "above" && value < least ||
    operator === "atLeast" && value <= least ||
    operator === "below" && value > most || operator === "atMost" && value >= most;
  return always ? "Is always reached" : null;
}

/** What cannot be meant in a condition whose fields are all right by themselves. */
export function conditionFaults(condition: Condition): FieldError[] {
  const faults: FieldError[] = [];
  const fault = (path: string, message: string | null) => {
    if (message !== null) faults.push({ path: `condition.${path}`, message });
  };
  const { kind } = condition;
  if (kind === "internal") {
    fault("value", limitFault(condition.operator, condition.value, 0, Infinity));
  }
  if (kind === "anomaly") {
    const isOfOne = condition.anomalyKind === "record" || condition.anomalyKind === "gauge";
    if (isOfOne && condition.minScore > 1) {
      fault("minScore", "Can never be reached: scores of this kind are from 0 to 1");
    }
  }
  if (kind === "change" || kind === "threshold") {
    const { metric, filter, windowMinutes } = condition;
    if (isPercentile(metric) && !PERCENTILE_WINDOWS.includes(windowMinutes)) {
      fault("windowMinutes", "Percentiles need a window of 1, 60 or 1440 minutes");
    }
    if (metric === "share" && filter.type === undefined) {
      fault("filter.type", "A share is of one type of events; give it");
    }
  }
  if (kind === "threshold" && NEVER_NEGATIVE.has(condition.metric)) {
    const most = condition.metric === "share" ? 1 : Infinity;
    fault("value", limitFault(condition.operator, condition.value, 0, most));
  }
  if (kind === "change") {
    const { metric, operator, value, previousWindows, windowMinutes } = condition;
    if (windowMinutes * (previousWindows + 1) > MAX_LOOKBACK_MINUTES) {
      fault("previousWindows", `Looks back more than ${MAX_LOOKBACK_MINUTES} minutes in all`);
    }
    if (NEVER_NEGATIVE.has(metric)) {
      fault("value", limitFault(operator, value, -100, Infinity));
    }
  }
  return faults;
}
