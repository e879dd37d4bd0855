import { z } from "zod";
import type { CollectionSpec, Stored } from "../store/collections.ts";
import { SEVERITIES } from "./alert.ts";
import { type Condition, conditionSchema, MAX_WINDOW_MINUTES } from "./condition.ts";
import { conditionFaults } from "./condition_faults.ts";
import { anomalyDimensions, RULE_DIMENSIONS, type RuleDimension } from "./rule_dimensions.ts";
import { MAX_TEMPLATE_LENGTH, templateFault } from "./template.ts";

/** Most values of a dimension that have an open alert of a rule at a time. */
export const MAX_DIMENSION_VALUES = 20;
/** Most values of a dimension that are measured: the largest of what one query asks for. */
export const MAX_MEASURED_VALUES = 50;
const MAX_TEXTS = 10;
/** Labels that every alert has, set by Vigia. */
export const OWN_LABELS = ["alertname", "severity"] as const;

const NAME_RULE = "Names are letters, digits and _, at most 64";
const name = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, NAME_RULE);
/** Texts by name; a wrong name is said as such. */
const named = (text: z.ZodString) =>
  z.record(name, text, {
    error: ({ code }) => code === "invalid_key" ? NAME_RULE : undefined,
  }).refine((texts) => Object.keys(texts).length <= MAX_TEXTS, `At most ${MAX_TEXTS}`);
const labelText = z.string().trim().min(1, "Must not be empty").max(
  200,
  "Must be at most 200 characters",
);
const templateText = z.string().trim().min(1, "Must not be empty")
  .max(MAX_TEMPLATE_LENGTH, `Must be at most ${MAX_TEMPLATE_LENGTH} characters`);
const minutes = z.int().min(0, "Must not be negative").max(
  MAX_WINDOW_MINUTES,
  `Must be at most ${MAX_WINDOW_MINUTES} minutes (24 hours)`,
);

/** What to do instead of what cannot be a dimension; `undefined` where there is nothing to add. */
function unknownDimension({ input }: { input?: unknown }): string | undefined {
  if (input !== "userId") return undefined;
  const choices = RULE_DIMENSIONS.join(", ");
  return `Users are without number. Choose one of ${choices}, or filter by one user instead`;
}

const ruleFields = {
  name: z.string().trim().min(1, "Must not be empty").max(80),
  enabled: z.boolean().default(true),
  severity: z.enum(SEVERITIES),
  condition: conditionSchema,
  /** Dimension whose values have an alert each, at most 20. */
  groupBy: z.enum(RULE_DIMENSIONS, { error: unknownDimension }).nullable().default(null),
  /** How long the condition must hold before the alert fires. */
  forMinutes: minutes.default(0),
  /** How long the condition must hold no more before the alert resolves. */
  keepFiringMinutes: minutes.default(0),
  labels: named(labelText).default({}),
  /** Texts with placeholders, such as `summary`. */
  annotations: named(templateText).default({}),
};

/** Why a rule cannot have an alert for each value of a dimension, `null` when it can. */
function groupingFault(groupBy: RuleDimension | null, condition: Condition): string | null {
  if (groupBy === null) return null;
  const { kind } = condition;
  if (kind === "internal") return "Vigia's own numbers have no dimensions";
  if (kind === "anomaly") {
    const choices = anomalyDimensions(condition.anomalyKind);
    if (!choices.includes(groupBy)) {
      return `These anomalies are told apart by ${choices.join(" or ")} only`;
    }
    const isOneType = groupBy === "type" && condition.type !== null;
    return isOneType ? "The rule is about one type; choose another dimension" : null;
  }
  if (condition.filter[groupBy] !== undefined) {
    return "The filter leaves one value of it; choose another dimension";
  }
  const isShare = kind !== "absence" && condition.metric === "share";
  return isShare && groupBy === "type" ? "A share is of one type of events" : null;
}

/** A rule as people write it. */
export const ruleInputSchema = z.strictObject(ruleFields).superRefine((rule, ctx) => {
  const add = (path: string, message: string) =>
    ctx.addIssue({ code: "custom", path: path.split("."), message });
  for (const { path, message } of conditionFaults(rule.condition)) add(path, message);
  const reserved: string[] = [...OWN_LABELS, ...(rule.groupBy === null ? [] : [rule.groupBy])];
  for (const label of Object.keys(rule.labels)) {
    if (reserved.includes(label)) add(`labels.${label}`, "Is set by Vigia; choose another name");
  }
  const grouping = groupingFault(rule.groupBy, rule.condition);
  if (grouping !== null) add("groupBy", grouping);
  const known = [...new Set([...reserved, ...Object.keys(rule.labels)])];
  for (const [key, text] of Object.entries(rule.annotations)) {
    const fault = templateFault(text, known);
    if (fault !== null) add(`annotations.${key}`, fault);
  }
});
export type RuleInput = z.infer<typeof ruleInputSchema>;

/** A rule as it is stored. */
export const alertRuleSchema = z.object({
  ...ruleFields,
  /** Which rule of the ready-made pack it was, `null` for others. */
  packKey: z.string().nullable(),
  /** Name of who wrote it last, `null` for Vigia. */
  changedBy: z.string().nullable(),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;
export type StoredRule = Stored<AlertRule>;

export const ALERT_RULES: CollectionSpec<AlertRule> = {
  name: "alert_rules",
  schema: alertRuleSchema,
  unique: [["packKey"]],
  indexes: [["enabled"], ["name"]],
};

/** Labels of the rule's alert about one value of its dimension. */
export function labelsOf(rule: RuleInput, dimensionValue: string | null): Record<string, string> {
  return {
    ...rule.labels,
    ...(rule.groupBy === null || dimensionValue === null ? {} : { [rule.groupBy]: dimensionValue }),
    alertname: rule.name,
    severity: rule.severity,
  };
}

/** Whether alerts of `before` are still alerts of `after`; if not, they end with the change. */
export function isSameMeaning(before: RuleInput, after: RuleInput): boolean {
  const meaning = ({ name, severity, condition, groupBy, labels }: RuleInput) =>
    JSON.stringify([name, severity, condition, groupBy, Object.entries(labels).sort()]);
  return meaning(before) === meaning(after);
}
