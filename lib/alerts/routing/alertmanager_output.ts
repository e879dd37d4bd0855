import type { Notification } from "../../notifications/notification.ts";

/** Alertmanager's webhook body, version 4. */
export interface AlertmanagerBody {
  version: "4";
  groupKey: string;
  truncatedAlerts: number;
  status: "firing" | "resolved";
  receiver: string;
  groupLabels: Record<string, string>;
  commonLabels: Record<string, string>;
  commonAnnotations: Record<string, string>;
  externalURL: string;
  alerts: {
    status: "firing" | "resolved";
    labels: Record<string, string>;
    annotations: Record<string, string>;
    startsAt: string;
    endsAt: string;
    generatorURL: string;
    fingerprint: string;
  }[];
}

/** How Alertmanager writes a time that is not known (Go's zero time). */
const NO_TIME = "0001-01-01T00:00:00Z";

/**
 * The message as Alertmanager would send it, for receivers that know its webhook; `null` for notices
 * that are about no group of alerts.
 */
export function alertmanagerBody(
  notification: Notification,
  receiver: string,
): AlertmanagerBody | null {
  const { status, url, groupKey, groupLabels, commonLabels, commonAnnotations } = notification;
  if (status === "info") return null;
  return {
    version: "4",
    groupKey,
    truncatedAlerts: 0,
    status,
    receiver,
    groupLabels,
    commonLabels,
    commonAnnotations,
    externalURL: url ?? "",
    alerts: notification.alerts.map((alert) => ({
      status: alert.status,
      labels: alert.labels,
      annotations: alert.annotations,
      startsAt: alert.startsAt,
      endsAt: alert.endsAt ?? NO_TIME,
      generatorURL: url ?? "",
      fingerprint: alert.fingerprint,
    })),
  };
}
