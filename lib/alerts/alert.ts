import { z } from "zod";
import type { CollectionSpec } from "../store/collections.ts";
import { VALUE_UNITS } from "./value_unit.ts";
import { SEVERITIES, type Severity } from "./severity.ts";

export { SEVERITIES, type Severity };

/** States that are stored; what is inactive has no row. */
export const ALERT_STATES = ["pending", "firing", "resolved"] as const;
export type AlertState = typeof ALERT_STATES[number];

const time = z.string().max(30);
const texts = z.record(z.string(), z.string());

/** `ruleId` of alerts that another system evaluates; no rule of one's own fires or ends them. */
export const EXTERNAL_RULE_ID = "alertmanager";

export const alertSchema = z.object({
  ruleId: z.string(),
  /** The rule's name. */
  alertname: z.string(),
  /** Hash of the rule's id and the labels: the same for every incident of the same thing. */
  fingerprint: z.string(),
  /** The fingerprint while the alert is pending or firing, else `null`: one open incident of each. */
  openFingerprint: z.string().nullable(),
  /** Value of the rule's dimension that this is about, `null` for a rule without one. */
  dimensionValue: z.string().nullable(),
  /** `alertname` and `severity` included, and the dimension if the rule has one. */
  labels: texts,
  annotations: texts,
  severity: z.enum(SEVERITIES),
  state: z.enum(ALERT_STATES),
  /** What was measured when the state was entered. */
  value: z.number().nullable(),
  /** Of `value`; alerts of other systems have none. */
  unit: z.enum(VALUE_UNITS).optional(),
  /** Since when the condition holds. */
  pendingAt: time,
  firedAt: time.nullable(),
  resolvedAt: time.nullable(),
  /** Since when a firing alert's condition holds no more, where its rule keeps it firing for a while. */
  clearedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: time.nullable(),
  /** Last state that the router has taken; lags while a transition is on its way to it. */
  routed: z.enum(["firing", "resolved"]).nullable(),
});

/** One incident: from the moment a rule's condition holds until it does no more. Times are ISO 8601 UTC. */
export type Alert = z.infer<typeof alertSchema>;

export const ALERTS: CollectionSpec<Alert> = {
  name: "alerts",
  schema: alertSchema,
  unique: [["openFingerprint"]],
  indexes: [["state", "routed"], ["ruleId", "state"], ["fingerprint"], ["severity"], [
    "resolvedAt",
  ]],
};
