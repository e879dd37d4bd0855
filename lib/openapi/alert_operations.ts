import { alertQuery } from "../alerts/alert_inputs.ts";
import type { RuleInput } from "../alerts/rule.ts";
import {
  alertComponent,
  alertListComponent,
  alertRuleChangeComponent,
  alertRuleComponent,
  alertRuleListComponent,
  backTestComponent,
  backTestRequestComponent,
  firingAlertsComponent,
  newAlertRuleComponent,
} from "./alert_schemas.ts";
import { json, type Operation, parameters } from "./operation.ts";
import { PAGE_QUERY, PAGE_TEXTS, pathParameter } from "./shared_parameters.ts";

const RULE: RuleInput = {
  name: "ManyErrors",
  enabled: true,
  severity: "warning",
  condition: {
    kind: "threshold",
    filter: { type: "error" },
    metric: "count",
    windowMinutes: 5,
    operator: "above",
    value: 20,
    minBase: 1,
  },
  groupBy: "region",
  forMinutes: 2,
  keepFiringMinutes: 5,
  labels: { team: "payments" },
  annotations: { summary: "More errors than the team can look at" },
};
const STORED_RULE = {
  ...RULE,
  packKey: null,
  changedBy: "Ana",
  id: "019ac0a1-70c4-7e11-a1f3-0d2b9c8e7f66",
  version: 1,
  createdAt: "2026-11-26T12:00:00.000Z",
  updatedAt: "2026-11-26T12:00:00.000Z",
};
const ALERT = {
  id: "019ac0a1-70c4-7e11-a1f3-0d2b9c8e7f67",
  ruleId: STORED_RULE.id,
  alertname: "ManyErrors",
  fingerprint: "5f0c3b0c9a1d4e77",
  openFingerprint: "5f0c3b0c9a1d4e77",
  dimensionValue: "SP",
  labels: { alertname: "ManyErrors", severity: "warning", region: "SP", team: "payments" },
  annotations: { summary: "More errors than the team can look at" },
  severity: "warning",
  state: "firing",
  value: 31,
  unit: "number",
  pendingAt: "2026-11-26T12:01:00.000Z",
  firedAt: "2026-11-26T12:03:00.000Z",
  resolvedAt: null,
  clearedAt: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  routed: "firing",
  version: 3,
  createdAt: "2026-11-26T12:01:05.000Z",
  updatedAt: "2026-11-26T12:03:05.000Z",
};
const FIRING = {
  dimensionValue: "SP",
  value: 31,
  unit: "number",
  pendingAt: "2026-11-20T12:01:00.000Z",
  firedAt: "2026-11-20T12:03:00.000Z",
  resolvedAt: "2026-11-20T12:20:00.000Z",
};
const ALERT_BY_ID = pathParameter("id", "Id of the alert.", ALERT.id);
const RULE_BY_ID = pathParameter("id", "Id of the rule.", STORED_RULE.id);
const NO_ALERT = "There is no alert with this id.";
const NO_RULE = "There is no alert rule with this id.";

export const ALERT_OPERATIONS: readonly Operation[] = [
  {
    id: "listAlerts",
    method: "get",
    path: "/api/v1/alerts",
    tag: "Alerts",
    summary: "List alerts",
    description: "Newest first, those that have ended included.",
    permission: "alerts:read",
    query: parameters(alertQuery, {
      state: { description: "Only alerts in this state." },
      severity: { description: "Only alerts of this severity." },
      ruleId: { description: "Only alerts of this rule." },
      ...PAGE_TEXTS,
    }),
    answers: {
      200: {
        description: "A page.",
        content: json(alertListComponent, { items: [ALERT], next: null }),
      },
    },
  },
  {
    id: "getFiringAlerts",
    method: "get",
    path: "/api/v1/alerts/firing",
    tag: "Alerts",
    summary: "Read what fires now",
    description:
      "What the badge on every page shows. The live topic `alerts` says when to ask again.",
    permission: "alerts:read",
    answers: {
      200: {
        description: "Numbers and lines.",
        content: json(firingAlertsComponent, {
          counts: { critical: 0, warning: 1, info: 0 },
          alerts: [{
            id: ALERT.id,
            alertname: ALERT.alertname,
            severity: "warning",
            summary: ALERT.annotations.summary,
            isAcknowledged: false,
          }],
        }),
      },
    },
  },
  {
    id: "getAlert",
    method: "get",
    path: "/api/v1/alerts/{id}",
    tag: "Alerts",
    summary: "Read one alert",
    permission: "alerts:read",
    pathParameters: ALERT_BY_ID,
    answers: { 200: { description: "The alert.", content: json(alertComponent, ALERT) } },
    errors: { 404: NO_ALERT },
  },
  {
    id: "acknowledgeAlert",
    method: "post",
    path: "/api/v1/alerts/{id}/acknowledge",
    tag: "Alerts",
    summary: "Acknowledge a firing alert",
    description: "Notes who looks after it. A second call, or one after the end, changes nothing.",
    permission: "alerts:manage",
    pathParameters: ALERT_BY_ID,
    answers: {
      200: {
        description: "The alert.",
        content: json(alertComponent, {
          ...ALERT,
          acknowledgedBy: "Ana",
          acknowledgedAt: "2026-11-26T12:05:00.000Z",
        }),
      },
    },
    errors: { 404: NO_ALERT },
  },
  {
    id: "listAlertRules",
    method: "get",
    path: "/api/v1/alert-rules",
    tag: "Alerts",
    summary: "List alert rules",
    permission: "alerts:read",
    query: PAGE_QUERY,
    answers: {
      200: {
        description: "A page, newest first.",
        content: json(alertRuleListComponent, { items: [STORED_RULE], next: null }),
      },
    },
  },
  {
    id: "createAlertRule",
    method: "post",
    path: "/api/v1/alert-rules",
    tag: "Alerts",
    summary: "Add an alert rule",
    description:
      "It is evaluated from the next full minute on. Rules that can never fire, or that " +
      "would always, are refused by field; so is `userId` as the dimension.",
    permission: "alerts:manage",
    body: { description: "The rule.", content: json(newAlertRuleComponent, RULE) },
    answers: {
      201: { description: "The rule as stored.", content: json(alertRuleComponent, STORED_RULE) },
    },
  },
  {
    id: "getAlertRule",
    method: "get",
    path: "/api/v1/alert-rules/{id}",
    tag: "Alerts",
    summary: "Read one alert rule",
    permission: "alerts:read",
    pathParameters: RULE_BY_ID,
    answers: { 200: { description: "The rule.", content: json(alertRuleComponent, STORED_RULE) } },
    errors: { 404: NO_RULE },
  },
  {
    id: "replaceAlertRule",
    method: "put",
    path: "/api/v1/alert-rules/{id}",
    tag: "Alerts",
    summary: "Change an alert rule",
    description:
      "Open alerts that the changed rule would not raise in the same words end with it, " +
      "all of them when it is turned off; that is told as any other end.",
    permission: "alerts:manage",
    pathParameters: RULE_BY_ID,
    body: {
      description: "The whole rule.",
      content: json(alertRuleChangeComponent, { version: 1, rule: RULE }),
    },
    answers: {
      200: {
        description: "The rule as stored.",
        content: json(alertRuleComponent, { ...STORED_RULE, version: 2 }),
      },
    },
    errors: { 404: NO_RULE, 409: "Somebody else changed it first; read it again." },
  },
  {
    id: "deleteAlertRule",
    method: "delete",
    path: "/api/v1/alert-rules/{id}",
    tag: "Alerts",
    summary: "Delete an alert rule",
    description:
      "Its open alerts resolve at once. A deleted rule of the ready-made pack stays deleted.",
    permission: "alerts:manage",
    pathParameters: RULE_BY_ID,
    answers: { 204: { description: "It is gone." } },
    errors: { 404: NO_RULE },
  },
  {
    id: "backTestAlertRule",
    method: "post",
    path: "/api/v1/alert-rules/backtest",
    tag: "Alerts",
    summary: "Try an alert rule on the past",
    description: "Runs the steps of the live evaluation over the stored events of the last days.",
    permission: "alerts:read",
    body: {
      description: "The rule and how far back.",
      content: json(backTestRequestComponent, { rule: RULE, days: 30 }),
    },
    answers: {
      200: {
        description: "What it would have done.",
        content: json(backTestComponent, {
          from: "2026-10-27T12:00:00.000Z",
          to: "2026-11-26T12:00:00.000Z",
          count: 1,
          firings: [FIRING],
          points: [{ t: "2026-11-20T12:00:00.000Z", value: 31 }],
          limit: 20,
          truncated: false,
        }),
      },
    },
  },
];
