import { useRef, useState } from "preact/hooks";
import type { PublicApiKey } from "@/lib/auth/api_key.ts";
import type { Permission } from "@/lib/auth/permissions.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { ConfirmDialog, type Question } from "@/lib/ui/ConfirmDialog.tsx";
import { CopyBlock } from "@/lib/ui/CopyBlock.tsx";
import { KeyFields } from "@/lib/ui/keys/KeyFields.tsx";
import { KeyTable } from "@/lib/ui/keys/KeyTable.tsx";

export interface ApiKeysProps {
  keys: PublicApiKey[];
  /** What the signed-in person may give to a key. */
  scopes: Permission[];
  locale: Locale;
  timeZone: string;
}

const API = "/api/v1/api-keys";
const DAY_MS = 86_400_000;

/** Creates, lists and revokes keys; a new key is shown once. */
export function ApiKeys(props: ApiKeysProps) {
  const all = messagesFor(props.locale);
  const texts = all.keys;
  const format = formatterFor(props.locale, "USD", props.timeZone);
  const [keys, setKeys] = useState(props.keys);
  const [made, setMade] = useState<{ name: string; text: string } | null>(null);
  const [problem, setProblem] = useState("");
  const [said, setSaid] = useState("");
  const [question, setQuestion] = useState<Question | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const scopes = data.getAll("scopes");
    if (scopes.length === 0) {
      setProblem(texts.noScope);
      return;
    }
    const days = Number(data.get("days"));
    const expiresAt = days === 0 ? null : new Date(Date.now() + days * DAY_MS).toISOString();
    const response = await fetch(API, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: data.get("name"), scopes, expiresAt }),
    }).catch(() => null);
    if (response?.ok !== true) {
      setProblem(all.chart.failed);
      return;
    }
    const { key: text, ...info } = await response.json();
    setProblem("");
    setMade({ name: info.name, text });
    setKeys((known) => [info, ...known]);
    form.reset();
  };
  const revoke = async (key: PublicApiKey) => {
    const response = await fetch(`${API}/${key.id}`, { method: "DELETE" }).catch(() => null);
    // 404: somebody else revoked it; it is gone all the same.
    const isGone = response?.ok === true || response?.status === 404;
    setSaid(isGone ? texts.revoked(key.name) : all.chart.failed);
    if (isGone) setKeys((known) => known.filter(({ id }) => id !== key.id));
    heading.current?.focus();
  };
  const askToRevoke = (key: PublicApiKey) =>
    setQuestion({
      title: texts.revokeTitle,
      text: texts.revokeText(key.name),
      action: texts.revoke,
      run: () => revoke(key),
    });

  return (
    <div class="side-by-side">
      <section class="card card-body" aria-labelledby="new-key">
        <h2 id="new-key">{texts.newKey}</h2>
        <form method="post" class="needs-script" onSubmit={create}>
          <KeyFields scopes={props.scopes} texts={texts} />
          <button type="submit" class="button button-primary">{texts.create}</button>
        </form>
        {problem !== "" && <p class="field-error form-status" role="alert">{problem}</p>}
        {made !== null && (
          <div class="notice form-status" data-state="ok" role="status" data-new-key>
            <p>{texts.created(made.name)}</p>
            <CopyBlock text={made.text} locale={props.locale} />
          </div>
        )}
      </section>
      <section class="card" aria-labelledby="keys-in-use">
        <div class="list-head">
          <h2 id="keys-in-use" ref={heading} tabIndex={-1}>{texts.list}</h2>
          <p class="spacer" role="status">{said}</p>
        </div>
        {keys.length === 0
          ? <div class="empty">{texts.empty}</div>
          : <KeyTable keys={keys} texts={texts} format={format} onRevoke={askToRevoke} />}
      </section>
      <ConfirmDialog
        question={question}
        cancel={all.app.cancel}
        onDone={() => setQuestion(null)}
      />
    </div>
  );
}
