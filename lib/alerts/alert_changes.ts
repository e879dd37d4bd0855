import type { Collection, Stored } from "../store/collections.ts";
import type { Alert } from "./alert.ts";
import { type Condition, limitOf } from "./condition.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { labelsOf, type StoredRule } from "./rule.ts";
import { type Change, INACTIVE, type RuleState, type Sample } from "./rule_state.ts";
import { renderTemplate, type TemplateValues } from "./template.ts";
import { unitOf } from "./value_unit.ts";

/** A step that changes what is stored. */
export interface AlertChange {
  rule: StoredRule;
  dimensionValue: string | null;
  /** The open alert before the step. */
  alert: Stored<Alert> | null;
  change: Change;
  state: RuleState;
  sample: Sample;
  t: number;
}

const iso = (t: number) => new Date(t).toISOString();
const plain = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4, useGrouping: false });
const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });
const score = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2, useGrouping: false });
/** A measured value or limit as messages write it: shares and changes in per cent. */
function written(condition: Condition, value: number | null): string {
  if (value === null) return "";
  if (condition.kind === "anomaly") return score.format(value);
  const unit = unitOf(condition);
  if (unit === "number") return plain.format(value);
  return percent.format(unit === "share" ? value : value / 100);
}

/** The state that an open alert was left in. */
export function stateOf(alert: Alert | null): RuleState {
  if (alert === null || alert.state === "resolved") return INACTIVE;
  const pendingAt = Date.parse(alert.pendingAt);
  if (alert.state === "pending") return { phase: "pending", pendingAt };
  return {
    phase: "firing",
    pendingAt,
    firedAt: Date.parse(alert.firedAt ?? alert.pendingAt),
    clearedAt: alert.clearedAt === null ? null : Date.parse(alert.clearedAt),
  };
}

function valuesFor(
  rule: StoredRule,
  labels: Record<string, string>,
  { value, base }: Sample,
): TemplateValues {
  const { condition } = rule;
  return {
    value: written(condition, value),
    base: base === null ? "" : plain.format(base),
    threshold: written(condition, limitOf(condition)),
    window: condition.kind === "internal" ? "" : `${condition.windowMinutes} min`,
    name: rule.name,
    severity: rule.severity,
    labels,
  };
}

/** The row of an alert that begins with a step. */
export function newAlert(
  { rule, dimensionValue, sample, t, state }: AlertChange,
): Alert {
  const labels = labelsOf(rule, dimensionValue);
  const fingerprint = fingerprintOf(rule.id, labels);
  const isFiring = state.phase === "firing";
  return {
    ruleId: rule.id,
    alertname: rule.name,
    fingerprint,
    openFingerprint: fingerprint,
    dimensionValue,
    labels,
    annotations: annotationsOf(rule, labels, sample),
    severity: rule.severity,
    state: isFiring ? "firing" : "pending",
    value: sample.value,
    unit: unitOf(rule.condition),
    pendingAt: iso(t),
    firedAt: isFiring ? iso(t) : null,
    resolvedAt: null,
    clearedAt: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    routed: null,
  };
}

function annotationsOf(
  rule: StoredRule,
  labels: Record<string, string>,
  sample: Sample,
): Record<string, string> {
  const values = valuesFor(rule, labels, sample);
  return Object.fromEntries(
    Object.entries(rule.annotations).map(([name, text]) => [name, renderTemplate(text, values)]),
  );
}

/** Fields that end an alert at a moment. */
function resolvedFields(t: number): Partial<Alert> {
  return { state: "resolved", resolvedAt: iso(t), openFingerprint: null };
}

/** Ends an open alert whose rule is no more: a firing one resolves, a pending one is gone (`null`). */
export async function endAlert(
  alerts: Collection<Alert>,
  { id, state }: Stored<Alert>,
  t: number,
): Promise<Stored<Alert> | null> {
  if (state === "firing") return await alerts.patch(id, resolvedFields(t), { state });
  if (state === "pending") await alerts.delete(id);
  return null;
}

/** Writes a change; the row as it is then, `null` when it is gone. */
export async function writeChange(
  alerts: Collection<Alert>,
  written: AlertChange,
): Promise<Stored<Alert> | null> {
  const { alert, change, rule, sample, t } = written;
  if (alert === null) return await alerts.insert(newAlert(written));
  const expected = { state: alert.state };
  switch (change) {
    case "fired": {
      const annotations = annotationsOf(rule, alert.labels, sample);
      const fields = {
        state: "firing",
        firedAt: iso(t),
        value: sample.value,
        annotations,
      } as const;
      return await alerts.patch(alert.id, fields, expected);
    }
    case "resolved":
      return await alerts.patch(alert.id, resolvedFields(t), expected);
    case "cleared":
      return await alerts.patch(alert.id, { clearedAt: iso(t) }, expected);
    case "held":
      return await alerts.patch(alert.id, { clearedAt: null }, expected);
    default:
      await alerts.delete(alert.id);
      return null;
  }
}
