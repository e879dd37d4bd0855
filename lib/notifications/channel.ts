import { z } from "zod";
import { type Locale, LOCALES } from "../i18n/locale.ts";
import type { CollectionSpec, Stored } from "../store/collections.ts";
import { type Failure, failureSchema } from "./failure.ts";
import type { Reader } from "./message_composer.ts";

export const CHANNEL_KINDS = [
  "in-app",
  "smtp",
  "slack",
  "telegram",
  "whatsapp",
  "webhook",
] as const;
export type ChannelKindName = typeof CHANNEL_KINDS[number];

/** A setting's value; forms and JSON have no more than these. */
export type SettingValue = string | number | boolean;

const channelSchema = z.object({
  name: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  enabled: z.boolean(),
  /** For whom its messages are written. */
  language: z.enum(LOCALES),
  timeZone: z.string().max(64),
  /** Why Vigia itself turned it off, such as that its address is gone. */
  disabledReason: z.string().nullable(),
  /** The same without a language. */
  disabledFailure: failureSchema.nullable().optional(),
  /** What is no secret. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** The secrets, encrypted together; see `SecretBox`. */
  sealedSecrets: z.string(),
  /** Names of the secrets that are set. */
  secretNames: z.array(z.string()),
});

/** A way to tell people. */
export type Channel = z.infer<typeof channelSchema>;

export const CHANNELS: CollectionSpec<Channel> = {
  name: "notification_channels",
  schema: channelSchema,
  unique: [["name"]],
};

/** A channel as it is shown: what is secret is only said to be set. */
export interface PublicChannel {
  id: string;
  name: string;
  kind: ChannelKindName;
  enabled: boolean;
  /** For whom its messages are written. */
  language: Locale;
  /** IANA name. */
  timeZone: string;
  /** In English. */
  disabledReason: string | null;
  disabledFailure: Failure | null;
  settings: Record<string, SettingValue>;
  secrets: string[];
  createdAt: string;
  updatedAt: string;
}

/** For whom a channel's messages are written; in English where nobody said. */
export function readerOf(channel: Partial<Reader> | null): Reader {
  return { language: channel?.language ?? "en", timeZone: channel?.timeZone ?? "UTC" };
}

export function publicChannel(channel: Stored<Channel>): PublicChannel {
  const { id, name, kind, enabled, disabledReason, settings, secretNames } = channel;
  const { createdAt, updatedAt } = channel;
  const { language, timeZone } = readerOf(channel);
  return {
    id,
    name,
    kind,
    enabled,
    language,
    timeZone,
    disabledReason,
    disabledFailure: channel.disabledFailure ?? null,
    settings,
    secrets: secretNames,
    createdAt,
    updatedAt,
  };
}
