import type { Permission } from "../../auth/permissions.ts";
import type { Messages } from "../../i18n/messages.ts";

const LIFETIMES_DAYS = [30, 90, 365];

export interface KeyFieldsProps {
  scopes: Permission[];
  texts: Messages["keys"];
}

/** Fields of a new key: who will use it, what it may do, how long. */
export function KeyFields({ scopes, texts }: KeyFieldsProps) {
  return (
    <>
      <div class="field">
        <label for="key-name">{texts.name}</label>
        <input
          class="input"
          id="key-name"
          name="name"
          required
          maxLength={80}
          autocomplete="off"
          aria-describedby="key-name-help"
        />
        <span class="field-help" id="key-name-help">{texts.nameHelp}</span>
      </div>
      <fieldset class="field scopes">
        <legend class="field-label">{texts.scopes}</legend>
        {scopes.map((scope) => (
          <label key={scope} class="scope">
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={scope === "events:write"}
            />
            <span class="mono">{scope}</span>
            <span class="field-help">{texts.scopeHelp[scope]}</span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="key-days">{texts.expiry}</label>
        <select class="select" id="key-days" name="days">
          <option value="0">{texts.expiryNever}</option>
          {LIFETIMES_DAYS.map((days) => (
            <option key={days} value={days}>{texts.expiryDays(days)}</option>
          ))}
        </select>
      </div>
    </>
  );
}
