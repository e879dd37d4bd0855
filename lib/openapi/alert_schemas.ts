import { z } from "zod";
import { ALERT_STATES, SEVERITIES } from "../alerts/alert.ts";
import { VALUE_UNITS } from "../alerts/value_unit.ts";
import { backTestInput, ruleChangeInput } from "../alerts/alert_inputs.ts";
import { alertRuleSchema, ruleInputSchema } from "../alerts/rule.ts";
import { answerComponent, listComponent, requestComponent } from "./operation.ts";

const time = z.iso.datetime();
const stored = { id: z.string(), version: z.int(), createdAt: time, updatedAt: time };

const alertSchema = z.object({
  ...stored,
  ruleId: z.string().describe("The rule, or `alertmanager` for alerts of another system."),
  alertname: z.string(),
  fingerprint: z.string().describe("The same for every incident of the same thing."),
  openFingerprint: z.string().nullable(),
  dimensionValue: z.string().nullable().describe("Value of the rule's dimension."),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  severity: z.enum(SEVERITIES),
  state: z.enum(ALERT_STATES),
  value: z.number().nullable().describe("What was measured when the state was entered."),
  unit: z.enum(VALUE_UNITS).optional().describe(
    "How `value` is read: a share is a part of 1. Alerts of other systems have none.",
  ),
  pendingAt: time.describe("Since when the condition holds."),
  firedAt: time.nullable(),
  resolvedAt: time.nullable(),
  clearedAt: time.nullable().describe("Since when a firing alert's condition holds no more."),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: time.nullable(),
  routed: z.enum(["firing", "resolved"]).nullable().describe("Last state that was routed."),
});

export const alertComponent = answerComponent("Alert", alertSchema, {
  description: "One incident: from when a rule's condition holds until it does no more.",
});

export const alertListComponent = listComponent("AlertList", alertComponent, "A page of alerts.");

const firingAlertsSchema = z.object({
  counts: z.object({ critical: z.int(), warning: z.int(), info: z.int() }),
  alerts: z.array(z.object({
    id: z.string(),
    alertname: z.string(),
    severity: z.enum(SEVERITIES),
    summary: z.string(),
    isAcknowledged: z.boolean(),
  })).describe("Newest first, at most 50."),
});

export const firingAlertsComponent = answerComponent("FiringAlerts", firingAlertsSchema, {
  description: "What fires now: how many of each severity, and the newest in a line each.",
});

export const alertRuleComponent = answerComponent(
  "AlertRule",
  z.object({ ...stored, ...alertRuleSchema.shape }),
  {
    description: "When an alert fires.",
    fields: {
      groupBy: { description: "Dimension whose values have an alert each, at most 20." },
      forMinutes: { description: "How long the condition must hold before the alert fires." },
      keepFiringMinutes: { description: "How long it must hold no more before it resolves." },
      packKey: { description: "Which rule of the ready-made pack it is; `null` for others." },
      changedBy: { description: "Who wrote it last; `null` for Vigia." },
    },
  },
);

export const alertRuleListComponent = listComponent(
  "AlertRuleList",
  alertRuleComponent,
  "A page of alert rules.",
);

export const newAlertRuleComponent = requestComponent("NewAlertRule", ruleInputSchema, {
  description: "A rule as people write it.",
  fields: {
    annotations: {
      description: "Texts with placeholders: `{{value}}`, `{{base}}`, `{{threshold}}`, " +
        "`{{window}}`, `{{name}}`, `{{severity}}`, `{{labels.<name>}}`.",
    },
  },
});

export const alertRuleChangeComponent = requestComponent("AlertRuleChange", ruleChangeInput, {
  description: "The whole rule, and the `version` of it that was read.",
});

export const backTestRequestComponent = requestComponent("BackTestRequest", backTestInput, {
  description: "A rule, saved or not, and how many days back it is tried (at most 30).",
});

const backTestSchema = z.object({
  from: time,
  to: time,
  count: z.int().describe("Times that the rule would have fired."),
  firings: z.array(z.object({
    dimensionValue: z.string().nullable(),
    value: z.number().nullable(),
    pendingAt: time,
    firedAt: time,
    resolvedAt: time.nullable(),
  })).describe("Oldest first, at most 500."),
  points: z.array(z.object({ t: time, value: z.number().nullable() }))
    .describe("The most alarming value of each stretch of time, at most 720; an hour for 30 days."),
  limit: z.number().describe("The line that the value must cross."),
  truncated: z.boolean().describe(
    "Whether the dimension has more than the 50 values that are measured, the largest of each day.",
  ),
});

export const backTestComponent = answerComponent("BackTest", backTestSchema, {
  description: "What a rule would have done.",
});
