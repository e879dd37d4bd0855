import type { Severity } from "../alert.ts";

/** One alert of a message. */
export interface NotifiedAlert {
  status: "firing" | "resolved";
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string | null;
  fingerprint: string;
  value: number | null;
  acknowledgeUrl: string | null;
}

/** What channels are asked to tell. The same id is delivered once per channel. */
export interface Notification {
  id: string;
  status: "firing" | "resolved" | "info";
  severity: Severity;
  title: string;
  text: string;
  url: string | null;
  groupKey: string;
  groupLabels: Record<string, string>;
  commonLabels: Record<string, string>;
  commonAnnotations: Record<string, string>;
  alerts: NotifiedAlert[];
}

/** The channels, as routing needs them. */
export interface Outgoing {
  /** Durable when it resolves; the same notification again changes nothing. */
  send(channelIds: readonly string[], notification: Notification): Promise<void>;
}

/** Which channels there are. */
export interface ChannelDirectory {
  list(): Promise<{ id: string; name: string; enabled: boolean }[]>;
}
