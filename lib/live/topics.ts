import type { Permission } from "../auth/permissions.ts";

/** Streams of the live log, each with the permission that its subscribers need. */
export const TOPIC_PERMISSIONS = {
  events: "events:read",
  kpis: "analytics:read",
  alerts: "alerts:read",
  notices: "alerts:read",
  anomalies: "anomalies:read",
  monitoring: "metrics:read",
  queue: "queue:read",
  insights: "analytics:read",
  trades: "events:read",
} as const satisfies Record<string, Permission>;

export type Topic = keyof typeof TOPIC_PERMISSIONS;
export const TOPICS = Object.keys(TOPIC_PERMISSIONS) as Topic[];

export function isTopic(text: unknown): text is Topic {
  return typeof text === "string" && Object.hasOwn(TOPIC_PERMISSIONS, text);
}
