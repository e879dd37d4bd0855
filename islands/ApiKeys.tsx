import { useRef, useState } from "preact/hooks";
import type { Permission } from "@/lib/auth/permissions.ts";
import type { PublicApiKey } from "@/lib/auth/api_key.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { CopyBlock } from "./CopyBlock.tsx";

export interface ApiKeysProps {
  keys: PublicApiKey[];
  /** What the signed-in person may give to a key. */
  scopes: Permission[];
  locale: Locale;
  timeZone: string;
}

/** Creates, lists and revokes keys; a new key is shown once. */
export function ApiKeys(props: ApiKeysProps) {
  const all = messagesFor(props.locale);
  const texts = all.keys;
  const format = formatterFor(props.locale, "USD", props.timeZone);
  const form = useRef<HTMLFormElement>(null);
  const [keys, setKeys] = useState(props.keys);
  const [shown, setShown] = useState<string | null>(null);
  const [problem, setProblem] = useState("");

  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(form.current ?? undefined);
    const response = await fetch("/api/v1/api-keys", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: data.get("name"), scopes: data.getAll("scopes") }),
    });
    const answer = await response.json();
    if (!response.ok) {
      setProblem(answer.detail ?? all.chart.failed);
      return;
    }
    const { key, ...info } = answer;
    setProblem("");
    setShown(key);
    setKeys([info, ...keys]);
    form.current?.reset();
  };
  const revoke = async (id: string) => {
    if (!confirm(texts.revokeConfirm)) return;
    const response = await fetch(`/api/v1/api-keys/${id}`, { method: "DELETE" });
    if (response.ok) setKeys(keys.filter((key) => key.id !== id));
    else setProblem(all.chart.failed);
  };

  return (
    <>
      <form ref={form} class="card card-body" onSubmit={create}>
        <div class="field">
          <label for="key-name">{texts.name}</label>
          <input class="input" id="key-name" name="name" required maxLength={80} />
          <span class="field-help">{texts.nameHelp}</span>
        </div>
        <fieldset class="field scopes">
          <legend class="field-label">{texts.scopes}</legend>
          {props.scopes.map((scope) => (
            <label key={scope}>
              <input
                type="checkbox"
                name="scopes"
                value={scope}
                defaultChecked={scope === "events:write"}
              />{" "}
              <span class="mono">{scope}</span>
            </label>
          ))}
        </fieldset>
        <button type="submit" class="button button-primary">{texts.create}</button>
        {problem !== "" && <p class="field-error" role="alert">{problem}</p>}
        {shown !== null && (
          <div class="notice" data-state="ok" role="status">
            <p>{texts.created}</p>
            <CopyBlock
              text={shown}
              copy={all.onboarding.copy}
              copied={all.onboarding.copied}
            />
          </div>
        )}
      </form>
      <section class="card keys-list">
        {keys.length === 0 ? <div class="empty">{texts.empty}</div> : (
          <div class="table-box">
            <table class="table table-cards">
              <thead>
                <tr>
                  <th scope="col">{texts.name}</th>
                  <th scope="col">{texts.prefix}</th>
                  <th scope="col">{texts.scopes}</th>
                  <th scope="col">{texts.createdAt}</th>
                  <th scope="col">{texts.lastUsed}</th>
                  <th scope="col">{all.queue.actions}</th>
                </tr>
              </thead>
              <tbody>
                {keys.map((key) => (
                  <tr key={key.id}>
                    <td>{key.name}</td>
                    <td class="mono">{key.prefix}…</td>
                    <td class="wide mono muted">{key.scopes.join(", ")}</td>
                    <td>{format.dateTime(key.createdAt)}</td>
                    <td>
                      {key.lastUsedAt == null ? texts.never : format.dateTime(key.lastUsedAt)}
                    </td>
                    <td>
                      <button
                        type="button"
                        class="button button-danger"
                        onClick={() => revoke(key.id)}
                      >
                        {texts.revoke}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </>
  );
}
