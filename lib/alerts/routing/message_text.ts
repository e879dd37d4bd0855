import { SEVERITIES, type Severity } from "../alert.ts";
import type { AlertGroup } from "./alert_group.ts";
import type { Notification } from "../../notifications/notification.ts";
import type { Message } from "./review.ts";

/** Alerts that one message lists; it says how many more there are. */
const MAX_LISTED = 50;

/** Addresses that a message holds. */
export interface MessageLinks {
  url: string;
  acknowledgeUrl: string;
}

/** What all have in common. */
function commonOf(records: readonly Record<string, string>[]): Record<string, string> {
  const [first = {}, ...others] = records;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((one) => one[name] === value)),
  );
}

/** The worst of them. */
export function worstOf(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? "info";
}

/** The message in the form that channels take, without a language. */
export function notificationOf(
  id: string,
  group: AlertGroup,
  { kind, members }: Message,
  { url, acknowledgeUrl }: MessageLinks,
): Notification {
  const ordered = members.toSorted((a, b) =>
    a.status === b.status
      ? SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
      : a.status === "firing"
      ? -1
      : 1
  );
  const listed = ordered.slice(0, MAX_LISTED);
  const firing = members.filter(({ status }) => status === "firing");
  return {
    id,
    status: firing.length > 0 ? "firing" : "resolved",
    severity: worstOf((firing.length > 0 ? firing : members).map(({ severity }) => severity)),
    about: {
      kind: "alerts",
      told: kind,
      total: members.length,
      names: new Set(members.map(({ labels }) => labels.alertname)).size,
    },
    url,
    groupKey: group.groupKey,
    groupLabels: group.labels,
    commonLabels: commonOf(members.map(({ labels }) => labels)),
    commonAnnotations: commonOf(members.map(({ annotations }) => annotations)),
    alerts: listed.map((member) => ({
      status: member.status,
      severity: member.severity,
      labels: member.labels,
      annotations: member.annotations,
      startsAt: member.startsAt,
      endsAt: member.endsAt,
      fingerprint: member.fingerprint,
      value: member.value,
      acknowledgeUrl: member.status === "firing" ? acknowledgeUrl : null,
    })),
  };
}
