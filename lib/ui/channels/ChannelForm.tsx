import { useState } from "preact/hooks";
import type { Locale } from "../../i18n/locale.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { ChannelKindName, PublicChannel } from "../../notifications/channel.ts";
import type { Reader } from "../../notifications/message_composer.ts";
import { FormField } from "../FormField.tsx";
import { CHANNEL_FIELDS, fieldsOf, readSettings } from "./channel_fields.ts";
import { ChannelFields, type FieldErrors } from "./ChannelFields.tsx";

export interface ChannelFormProps {
  /** The channel that is changed; `null` for a new one. */
  channel: PublicChannel | null;
  texts: Messages["channels"];
  /** For whom the messages of a new channel are written at first. */
  reader: Reader;
  /** Said when there is no answer. */
  failed: string;
  cancel: string;
  onSaved: (channel: PublicChannel) => void;
  onCancel: () => void;
}

const API = "/api/v1/channels";
/** Each in its own words. */
const LANGUAGES = [["en", "English"], ["pt-BR", "Português (Brasil)"]] as const satisfies readonly (
  readonly [Locale, string]
)[];
const KINDS = Object.keys(CHANNEL_FIELDS) as ChannelKindName[];

/** Adds a channel, or changes one. */
export function ChannelForm(props: ChannelFormProps) {
  const { channel, texts } = props;
  const [kind, setKind] = useState<ChannelKindName>(channel?.kind ?? "smtp");
  const [errors, setErrors] = useState<FieldErrors>({});

  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const settings = readSettings(kind, data);
    const body = {
      name: data.get("name"),
      language: data.get("messageLanguage"),
      timeZone: data.get("messageTimeZone"),
      settings,
      ...(channel === null ? { kind } : {}),
    };
    const response = await fetch(channel === null ? API : `${API}/${channel.id}`, {
      method: channel === null ? "POST" : "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (response?.ok !== true) return setErrors(await faults(response, settings));
    setErrors({});
    form.reset();
    props.onSaved(await response.json());
  };
  const faults = async (
    response: Response | null,
    sent: Record<string, unknown>,
  ): Promise<FieldErrors> => {
    if (response?.status === 409) return { name: texts.taken };
    if (response?.status !== 422) return { form: props.failed };
    const { errors = [] }: { errors?: { path: string }[] } = await response.json();
    const found: FieldErrors = {};
    for (const { path } of errors) {
      const name = path.replace(/^settings\./, "");
      const spec = fieldsOf(kind).find((field) => field.name === name);
      if (name === "name") found.name = texts.wrongName;
      else if (name === "timeZone") found.timeZone = texts.wrongTimeZone;
      else if (spec === undefined) found.form = props.failed;
      else found[spec.name] = spec.name in sent ? texts.wrong(kind, spec.name) : texts.again;
    }
    return found;
  };

  return (
    <section class="card card-body" aria-labelledby="channel-form">
      <h2 id="channel-form" tabIndex={-1}>
        {channel === null ? texts.add : texts.changeName(channel.name)}
      </h2>
      <form method="post" class="needs-script" onSubmit={save} data-channel-form>
        {channel === null && (
          <div class="field">
            <label for="channel-kind">{texts.kind}</label>
            <select
              class="select"
              id="channel-kind"
              value={kind}
              onChange={(event) => {
                setKind(event.currentTarget.value as ChannelKindName);
                setErrors({});
              }}
            >
              {KINDS.map((name) => (
                <option key={name} value={name} selected={name === kind}>
                  {texts.kinds[name]}
                </option>
              ))}
            </select>
          </div>
        )}
        <ChannelFields kind={kind} channel={channel} errors={errors} texts={texts} />
        <FormField
          id="channel-message-language"
          name="messageLanguage"
          label={texts.messageLanguage}
          value={channel?.language ?? props.reader.language}
          options={LANGUAGES}
        />
        <FormField
          id="channel-message-time-zone"
          name="messageTimeZone"
          label={texts.messageTimeZone}
          value={channel?.timeZone ?? props.reader.timeZone}
          help={texts.timeZoneHelp}
          error={errors.timeZone}
          maxLength={64}
        />
        <div class="channel-actions">
          <button type="submit" class="button button-primary">
            {channel === null ? texts.create : texts.save}
          </button>
          {channel !== null && (
            <button type="button" class="button" onClick={props.onCancel}>{props.cancel}</button>
          )}
        </div>
      </form>
      {errors.form !== undefined && (
        <p class="field-error form-status" role="alert">{errors.form}</p>
      )}
    </section>
  );
}
