import type { Condition } from "./condition.ts";

/** How a measured value is read: as a plain number, as a part of 1, or as per cent. */
export const VALUE_UNITS = ["number", "share", "percent"] as const;
export type ValueUnit = typeof VALUE_UNITS[number];

/** The unit of what a rule measures and of its limit. */
export function unitOf(condition: Condition): ValueUnit {
  if (condition.kind === "change") return "percent";
  return condition.kind === "threshold" && condition.metric === "share" ? "share" : "number";
}
