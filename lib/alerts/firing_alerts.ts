import type { Stored } from "../store/collections.ts";
import type { Alert } from "./alert.ts";
import { SEVERITIES, type Severity } from "./severity.ts";

/** What fires now, as every page shows it. */
export interface FiringAlerts {
  counts: Record<Severity, number>;
  /** Newest first; when there are very many, only the newest. */
  alerts: FiringAlert[];
}

/** What of a firing alert is told in a line. */
export type FiringAlert = Pick<Stored<Alert>, "id" | "alertname" | "severity"> & {
  /** The rule's words, or empty. */
  summary: string;
  isAcknowledged: boolean;
};

/** An alert as a line. */
export function firingAlertOf(alert: Stored<Alert>): FiringAlert {
  const { id, alertname, severity, annotations, acknowledgedBy } = alert;
  const isAcknowledged = acknowledgedBy !== null;
  return { id, alertname, severity, summary: annotations.summary ?? "", isAcknowledged };
}

/** How many fire, of any severity. */
export function countOf({ counts }: FiringAlerts): number {
  return SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
}

/** The worst severity among what fires, `null` when nothing does. */
export function worstOf({ counts }: FiringAlerts): Severity | null {
  return SEVERITIES.find((severity) => counts[severity] > 0) ?? null;
}

/** What began and what ended between two looks. */
export interface FiringChange {
  /** Not yet acknowledged; newest first. */
  fired: FiringAlert[];
  ended: FiringAlert[];
}

/** Compares two looks. What a look may have left out for their number does not count as ended. */
export function firingChange(
  before: readonly FiringAlert[],
  now: FiringAlerts,
): FiringChange {
  const known = new Set(before.map(({ id }) => id));
  const open = new Set(now.alerts.map(({ id }) => id));
  const isComplete = now.alerts.length >= countOf(now);
  return {
    fired: now.alerts.filter(({ id, isAcknowledged }) => !known.has(id) && !isAcknowledged),
    ended: isComplete ? before.filter(({ id }) => !open.has(id)) : [],
  };
}
