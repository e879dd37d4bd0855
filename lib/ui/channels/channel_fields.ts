import type { ChannelKindName, SettingValue } from "../../notifications/channel.ts";

/** One field of a channel's form. */
export interface ChannelField {
  name: string;
  type?: "text" | "number" | "url" | "email" | "password";
  isOptional?: boolean;
  /** Never shown again; empty in a change means that it stays. */
  isSecret?: boolean;
  /** What is there at first. */
  value?: string;
  placeholder?: string;
  options?: readonly string[];
}

/** What the form of each kind asks for, in the order of the page. */
export const CHANNEL_FIELDS = {
  "in-app": [],
  smtp: [
    { name: "host", placeholder: "smtp.example.com" },
    { name: "port", type: "number", value: "587" },
    { name: "security", options: ["starttls", "tls", "none"] },
    { name: "user", isOptional: true },
    { name: "password", type: "password", isOptional: true, isSecret: true },
    { name: "from", type: "email", placeholder: "vigia@example.com" },
    { name: "to", placeholder: "ana@example.com, rui@example.com" },
  ],
  slack: [{ name: "url", type: "password", isSecret: true }],
  telegram: [
    { name: "token", type: "password", isSecret: true },
    { name: "chatId", placeholder: "-1001234567890" },
    { name: "baseUrl", type: "url", value: "https://api.telegram.org" },
  ],
  whatsapp: [
    { name: "token", type: "password", isSecret: true },
    { name: "phoneNumberId" },
    { name: "to", placeholder: "5511987654321" },
    { name: "template", placeholder: "vigia_alert" },
    { name: "language", value: "pt_BR" },
    { name: "baseUrl", type: "url", value: "https://graph.facebook.com/v26.0" },
  ],
  webhook: [
    { name: "url", type: "url", placeholder: "https://hooks.example.com/vigia" },
    { name: "secret", type: "password", isSecret: true },
    { name: "format", options: ["alertmanager", "vigia"] },
  ],
} as const satisfies Record<ChannelKindName, readonly ChannelField[]>;

/** Every field of any kind. */
export type ChannelFieldName = typeof CHANNEL_FIELDS[ChannelKindName][number]["name"];

/** The fields of a kind, for whoever treats all alike. */
export function fieldsOf(
  kind: ChannelKindName,
): readonly (ChannelField & { name: ChannelFieldName })[] {
  return CHANNEL_FIELDS[kind];
}

/** Settings as a form gives them; a secret that is empty is left out, as it stays. */
export function readSettings(
  kind: ChannelKindName,
  form: FormData,
): Record<string, SettingValue> {
  return Object.fromEntries(
    fieldsOf(kind).flatMap(({ name, isSecret }) => {
      const value = String(form.get(name) ?? "").trim();
      return isSecret && value === "" ? [] : [[name, value]];
    }),
  );
}
