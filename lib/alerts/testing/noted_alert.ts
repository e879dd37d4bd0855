import type { Alert } from "../alert.ts";

/** A row of an alert that fires, or is over when `resolvedAt` is given. */
export function aNotedAlert(changes: Partial<Alert> = {}): Alert {
  const fingerprint = crypto.randomUUID();
  const firedAt = "2026-11-26T12:00:00.000Z";
  const isOver = (changes.resolvedAt ?? null) !== null;
  return {
    ruleId: "rule",
    alertname: "ManyErrors",
    fingerprint,
    openFingerprint: isOver ? null : fingerprint,
    dimensionValue: null,
    labels: {},
    annotations: { summary: "much" },
    severity: "warning",
    state: isOver ? "resolved" : "firing",
    value: 1,
    pendingAt: changes.firedAt ?? firedAt,
    firedAt,
    resolvedAt: null,
    clearedAt: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    routed: null,
    ...changes,
  };
}
