import type { PublicApiKey } from "../../auth/api_key.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Ago } from "../Ago.tsx";

export interface KeyTableProps {
  keys: PublicApiKey[];
  texts: Messages["keys"];
  format: Formatter;
  onRevoke: (key: PublicApiKey) => void;
}

/** Keys in use, newest first. */
export function KeyTable({ keys, texts, format, onRevoke }: KeyTableProps) {
  return (
    <div class="table-box">
      <table class="table table-cards key-table">
        <thead>
          <tr>
            <th scope="col">{texts.name}</th>
            <th scope="col">{texts.prefix}</th>
            <th scope="col">{texts.scopes}</th>
            <th scope="col">{texts.createdAt}</th>
            <th scope="col">{texts.expiry}</th>
            <th scope="col">{texts.lastUsed}</th>
            <th scope="col">
              <span class="visually-hidden">{texts.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id} data-key={key.name}>
              <td class="cell-name">{key.name}</td>
              <td class="mono" data-label={texts.prefix}>{key.prefix}…</td>
              <td class="cell-scopes mono muted" data-label={texts.scopes}>
                {key.scopes.join(", ")}
              </td>
              <td data-label={texts.createdAt}>
                <Ago at={key.createdAt} format={format} />
              </td>
              <td data-label={texts.expiry}>
                <Expiry at={key.expiresAt} texts={texts} format={format} />
              </td>
              <td data-label={texts.lastUsed}>
                {key.lastUsedAt === null
                  ? <span class="muted">{texts.never}</span>
                  : <Ago at={key.lastUsedAt} format={format} />}
              </td>
              <td class="actions">
                <button
                  type="button"
                  class="button button-danger needs-script"
                  aria-label={texts.revokeName(key.name)}
                  onClick={() => onRevoke(key)}
                >
                  {texts.revoke}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ExpiryProps {
  at: string | null;
  texts: Messages["keys"];
  format: Formatter;
}

function Expiry({ at, texts, format }: ExpiryProps) {
  if (at === null) return <span class="muted">{texts.expiryNever}</span>;
  if (Date.parse(at) > Date.now()) return <Ago at={at} format={format} />;
  return (
    <span class="badge" data-state="critical" title={format.dateTime(at)}>{texts.expired}</span>
  );
}
