import { SEVERITIES, type Severity } from "../alert.ts";
import type { AlertGroup, GroupMember } from "./alert_group.ts";
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

function describe({ labels, annotations, severity, status, startsAt, endsAt, value }: GroupMember) {
  const shown = Object.entries(labels)
    .filter(([name]) => name !== "alertname" && name !== "severity")
    .map(([name, text]) => `${name}=${text}`).join(", ");
  const where = shown === "" ? "" : ` (${shown})`;
  const what = annotations.summary ?? annotations.description ?? "";
  const facts = [
    severity,
    ...(value === null ? [] : [`value ${Number(value.toPrecision(4))}`]),
    `since ${startsAt}`,
    ...(status === "resolved" && endsAt !== null ? [`resolved ${endsAt}`] : []),
  ].join(", ");
  const name = labels.alertname ?? "Alert";
  return `${name}${where}${what === "" ? "" : `: ${what}`} [${facts}]`;
}

function titleOf(kind: Message["kind"], members: readonly GroupMember[]): string {
  const isFiring = members.some(({ status }) => status === "firing");
  const verb = kind === "escalation"
    ? "Escalated"
    : kind === "repeat"
    ? "Still firing"
    : isFiring
    ? "Firing"
    : "Resolved";
  const [first] = members;
  const names = new Set(members.map(({ labels }) => labels.alertname ?? "Alert"));
  const name = names.size === 1 ? [...names][0]! : `${names.size} kinds of alerts`;
  if (members.length > 1) return `${verb}: ${name} (${members.length})`;
  const summary = first?.annotations.summary;
  return `${verb}: ${name}${summary === undefined ? "" : `: ${summary}`}`.slice(0, 200);
}

/** The message in the form that channels take. */
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
  const lines = listed.map((member) =>
    `${member.status === "firing" ? "Firing" : "Resolved"}: ${describe(member)}`
  );
  if (ordered.length > listed.length) lines.push(`… and ${ordered.length - listed.length} more`);
  const firing = members.filter(({ status }) => status === "firing");
  return {
    id,
    status: firing.length > 0 ? "firing" : "resolved",
    severity: worstOf((firing.length > 0 ? firing : members).map(({ severity }) => severity)),
    title: titleOf(kind, ordered),
    text: lines.join("\n"),
    url,
    groupKey: group.groupKey,
    groupLabels: group.labels,
    commonLabels: commonOf(members.map(({ labels }) => labels)),
    commonAnnotations: commonOf(members.map(({ annotations }) => annotations)),
    alerts: listed.map((member) => ({
      status: member.status,
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
