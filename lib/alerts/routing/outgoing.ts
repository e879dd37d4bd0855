import type { Notification } from "../../notifications/notification.ts";

/** The channels, as routing needs them. */
export interface Outgoing {
  /** Durable when it resolves; the same notification again changes nothing. */
  send(channelIds: readonly string[], notification: Notification): Promise<void>;
}

/** Which channels there are. */
export interface ChannelDirectory {
  list(): Promise<{ id: string; name: string; enabled: boolean }[]>;
}
