import type { Messages } from "../../i18n/messages.ts";
import type { ChannelKindName, PublicChannel } from "../../notifications/channel.ts";
import { type ChannelField, type ChannelFieldName, fieldsOf } from "./channel_fields.ts";

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
      <Field
        spec={{ name: "name" }}
        label={texts.name}
        help={texts.nameHelp}
        value={channel?.name ?? ""}
        error={errors.name}
        isRequired
      />
      {fieldsOf(kind).map((spec) => {
        const isKept = spec.isSecret === true && channel?.secrets.includes(spec.name) === true;
        const help = (texts.help[kind] as Partial<Record<string, string>>)[spec.name];
        return (
          <Field
            key={`${kind}-${spec.name}`}
            spec={spec}
            label={texts.fields[spec.name]}
            help={isKept ? (errors[spec.name] ? undefined : texts.kept) : help}
            value={String(channel?.settings[spec.name] ?? spec.value ?? "")}
            error={errors[spec.name]}
            isRequired={!spec.isOptional && !isKept}
            optional={spec.isOptional && !isKept ? texts.optional : undefined}
            choices={spec.name === "format" ? texts.formats : texts.security}
          />
        );
      })}
    </>
  );
}

interface FieldProps {
  spec: ChannelField;
  label: string;
  help: string | undefined;
  value: string;
  error: string | undefined;
  isRequired: boolean;
  optional?: string | undefined;
  choices?: Record<string, string>;
}

function Field({ spec, label, help, value, error, isRequired, optional, choices }: FieldProps) {
  const id = `channel-${spec.name}`;
  const shared = {
    id,
    name: spec.name,
    "aria-invalid": error === undefined ? undefined : "true" as const,
    "aria-describedby": `${id}-help ${id}-error`,
  };
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional !== undefined && <span class="muted">{optional}</span>}
      </label>
      {spec.options === undefined
        ? (
          <input
            {...shared}
            class="input"
            type={spec.type ?? "text"}
            required={isRequired}
            maxLength={spec.name === "name" ? 80 : 2_000}
            autocomplete={spec.type === "password" ? "new-password" : "off"}
            spellcheck={false}
            placeholder={spec.placeholder}
            defaultValue={spec.isSecret ? "" : value}
          />
        )
        : (
          <select {...shared} class="select">
            {spec.options.map((option) => (
              <option key={option} value={option} selected={option === value}>
                {choices?.[option] ?? option}
              </option>
            ))}
          </select>
        )}
      <span class="field-help" id={`${id}-help`}>{help}</span>
      <span class="field-error" id={`${id}-error`}>{error}</span>
    </div>
  );
}
