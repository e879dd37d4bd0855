import type { PublicSilence } from "../../alerts/routing/silence.ts";
import { formatMatcher } from "../../alerts/routing/matcher_text.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Ago } from "../Ago.tsx";

export interface SilenceTableProps {
  silences: PublicSilence[];
  texts: Messages["silences"];
  format: Formatter;
  /** Absent where nothing can be ended. */
  onExpire?: ((silence: PublicSilence) => void) | undefined;
}

const STATES = { active: "warning", pending: "ok", expired: "off" } as const;

/** Silences with what they cover. */
export function SilenceTable({ silences, texts, format, onExpire }: SilenceTableProps) {
  const ends = silences.every(({ state }) => state === "expired") ? texts.endedAt : texts.ends;
  return (
    <div class="table-box">
      <table class="table table-cards">
        <thead>
          <tr>
            <th scope="col">{texts.matchers}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col">{texts.comment}</th>
            <th scope="col">{texts.by}</th>
            <th scope="col">{ends}</th>
            {onExpire !== undefined && (
              <th scope="col">
                <span class="visually-hidden">{texts.actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {silences.map((silence) => (
            <tr key={silence.id} data-silence={silence.id}>
              <td class="mono cell-matchers">{silence.matchers.map(formatMatcher).join(", ")}</td>
              <td data-label={texts.state}>
                <span class="badge" data-state={STATES[silence.state]}>
                  {texts.states[silence.state]}
                </span>
              </td>
              <td class="cell-matchers" data-label={texts.comment}>{silence.comment}</td>
              <td data-label={texts.by}>{silence.createdBy}</td>
              <td data-label={ends}>
                <Ago at={silence.endsAt} format={format} />
              </td>
              {onExpire !== undefined && (
                <td class="actions">
                  <button
                    type="button"
                    class="button needs-script"
                    aria-label={texts.expireName(silence.comment)}
                    onClick={() => onExpire(silence)}
                  >
                    {texts.expire}
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
