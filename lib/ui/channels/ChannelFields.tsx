import type { Messages } from "../../i18n/messages.ts";
import type { ChannelKindName, PublicChannel } from "../../notifications/channel.ts";
import { FormField } from "../FormField.tsx";
import { type ChannelFieldName, fieldsOf } from "./channel_fields.ts";

/** What is wrong, by field. */
export type FieldErrors = Partial<Record<ChannelFieldName | "name" | "timeZone" | "form", string>>;

export interface ChannelFieldsProps {
  kind: ChannelKindName;
  /** The channel that is changed; `null` for a new one. */
  channel: PublicChannel | null;
  errors: FieldErrors;
  texts: Messages["channels"];
}

/** Name and settings of a channel; the secrets of an old one are only said to be set. */
export function ChannelFields({ kind, channel, errors, texts }: ChannelFieldsProps) {
  return (
    <>
      <FormField
        id="channel-name"
        name="name"
        label={texts.name}
        help={texts.nameHelp}
        value={channel?.name ?? ""}
        error={errors.name}
        maxLength={80}
      />
      {fieldsOf(kind).map((spec) => {
        const { name, type, options, placeholder, isSecret = false, isOptional = false } = spec;
        const isKept = isSecret && channel?.secrets.includes(name) === true;
        const help = (texts.help[kind] as Partial<Record<string, string>>)[name];
        const words: Record<string, string> = name === "format" ? texts.formats : texts.security;
        return (
          <FormField
            key={`${kind}-${name}`}
            id={`channel-${name}`}
            name={name}
            type={type}
            label={texts.fields[name]}
            help={isKept ? (errors[name] ? undefined : texts.kept) : help}
            value={isSecret ? "" : String(channel?.settings[name] ?? spec.value ?? "")}
            error={errors[name]}
            isRequired={!isOptional && !isKept}
            optional={isOptional && !isKept ? texts.optional : undefined}
            options={options?.map((option) => [option, words[option] ?? option] as const)}
            placeholder={placeholder}
            maxLength={2_000}
          />
        );
      })}
    </>
  );
}
