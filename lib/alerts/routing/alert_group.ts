import { createHash } from "node:crypto";
import { z } from "zod";
import type { CollectionSpec, Stored } from "../../store/collections.ts";
import { type Alert, SEVERITIES } from "../alert.ts";
import type { Labels } from "./matcher.ts";
import { formatMatcher } from "./matcher_text.ts";

const time = z.string().max(30);
const texts = z.record(z.string(), z.string());

const memberSchema = z.object({
  alertId: z.string(),
  fingerprint: z.string(),
  status: z.enum(["firing", "resolved"]),
  severity: z.enum(SEVERITIES),
  labels: texts,
  annotations: texts,
  startsAt: time,
  endsAt: time.nullable(),
  value: z.number().nullable(),
  /** What the last message that held it said. */
  told: z.enum(["firing", "resolved"]).nullable(),
});

/** An alert as its group remembers it. */
export type GroupMember = z.infer<typeof memberSchema>;

const groupSchema = z.object({
  /** Hash of route and labels while the group is open, else `null`: one open group of each. */
  openKey: z.string().nullable(),
  route: z.string(),
  /** The same as people read it. */
  groupKey: z.string(),
  labels: texts,
  members: z.array(memberSchema),
  /** Messages so far; with the group's id it names the next one. */
  generation: z.number().int(),
  /** When the group may first speak. */
  waitUntil: time,
  notifiedAt: time.nullable(),
  /** Since when an acknowledgement is waited for. */
  escalatesFrom: time.nullable(),
  /** Steps of the escalation that were told. */
  escalated: z.number().int(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: time.nullable(),
  /** Messages that were decided on and may not be with the channels yet, in JSON. */
  outbox: z.string().nullable(),
  /** When to look at it next; `null` when only a change of its alerts matters. */
  wakeAt: time.nullable(),
  closedAt: time.nullable(),
});

/** Alerts that are told together, from the first that fires until all have resolved. */
export type AlertGroup = z.infer<typeof groupSchema>;

export const ALERT_GROUPS: CollectionSpec<AlertGroup> = {
  name: "alert_groups",
  schema: groupSchema,
  unique: [["openKey"]],
  indexes: [["wakeAt"], ["closedAt"]],
};

/** Members of one group; those that come later open another one of the same labels. */
export const MAX_MEMBERS = 500;

/** What an open group is found by; `part` counts the groups of the same labels when one is full. */
export function openKeyOf(route: string, labels: Labels, part: number): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => a < b ? -1 : 1);
  return createHash("sha256").update(JSON.stringify([route, sorted, part])).digest("hex").slice(
    0,
    32,
  );
}

/** An empty group that begins to wait. */
export function newGroup(
  route: string,
  labels: Record<string, string>,
  openKey: string,
  waitUntil: number,
): AlertGroup {
  const written = Object.entries(labels).map(([label, value]) =>
    formatMatcher({ label, op: "=", value })
  );
  return {
    openKey,
    route,
    groupKey: `${route}:{${written.join(",")}}`,
    labels,
    members: [],
    generation: 0,
    waitUntil: new Date(waitUntil).toISOString(),
    notifiedAt: null,
    escalatesFrom: null,
    escalated: 0,
    acknowledgedBy: null,
    acknowledgedAt: null,
    outbox: null,
    wakeAt: new Date(waitUntil).toISOString(),
    closedAt: null,
  };
}

/** The alert as a member that nobody was told of. */
export function memberOf(alert: Stored<Alert>): GroupMember {
  return {
    alertId: alert.id,
    fingerprint: alert.fingerprint,
    status: alert.state === "resolved" ? "resolved" : "firing",
    severity: alert.severity,
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: alert.firedAt ?? alert.pendingAt,
    endsAt: alert.resolvedAt,
    value: alert.value,
    told: null,
  };
}

/** The members after an alert has changed. */
export function withAlert(
  members: readonly GroupMember[],
  alert: Stored<Alert>,
): GroupMember[] {
  const next = memberOf(alert);
  const known = members.find(({ alertId }) => alertId === alert.id);
  if (known === undefined) return [...members, next];
  return members.map((member) => member === known ? { ...next, told: known.told } : member);
}
