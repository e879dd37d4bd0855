import type { Alert } from "./alert.ts";

/** Open alerts of one rule. */
export interface OpenCounts {
  pending: number;
  firing: number;
}

/** How many alerts of each rule are open, by the rule's id; rules without any are left out. */
export function countOpen(
  alerts: readonly Pick<Alert, "ruleId" | "state">[],
): Record<string, OpenCounts> {
  const counts: Record<string, OpenCounts> = {};
  for (const { ruleId, state } of alerts) {
    if (state === "resolved") continue;
    const known = counts[ruleId] ??= { pending: 0, firing: 0 };
    known[state]++;
  }
  return counts;
}
