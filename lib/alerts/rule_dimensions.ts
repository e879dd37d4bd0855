import { type Dimension, METADATA_DIMENSIONS } from "../events/event.ts";
import type { AnomalyKind } from "./condition.ts";

/** What alerts of a rule may be separated by: not users, who are without number. */
export const RULE_DIMENSIONS = [
  "type",
  "source",
  ...METADATA_DIMENSIONS,
] as const satisfies readonly Dimension[];
export type RuleDimension = typeof RULE_DIMENSIONS[number];

/** What anomalies are told apart by: series by type and region, records by type and category. */
export function anomalyDimensions(kind: AnomalyKind | null): readonly RuleDimension[] {
  if (kind === null) return ["type", "region", "category"];
  return kind === "record" ? ["type", "category"] : ["type", "region"];
}
