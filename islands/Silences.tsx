import { useRef, useState } from "preact/hooks";
import { parseMatcher } from "@/lib/alerts/routing/matcher_text.ts";
import type { PublicSilence } from "@/lib/alerts/routing/silence.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { SilenceFields } from "@/lib/ui/alerts/SilenceFields.tsx";
import { SilenceTable } from "@/lib/ui/alerts/SilenceTable.tsx";
import { ConfirmDialog, type Question } from "@/lib/ui/ConfirmDialog.tsx";

export interface SilencesProps {
  open: PublicSilence[];
  ended: PublicSilence[];
  /** Conditions to begin with, one a line. */
  matchers: string;
  mayManage: boolean;
  locale: Locale;
  timeZone: string;
}

const API = "/api/v1/silences";

/** Makes, lists and ends silences. */
export function Silences(props: SilencesProps) {
  const all = messagesFor(props.locale);
  const texts = all.silences;
  const format = formatterFor(props.locale, "USD", props.timeZone);
  const [open, setOpen] = useState(props.open);
  const [ended, setEnded] = useState(props.ended);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [said, setSaid] = useState("");
  const [question, setQuestion] = useState<Question | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const lines = String(data.get("matchers")).split("\n").filter((line) => line.trim() !== "");
    const matchers = lines.map(parseMatcher);
    const wrong = matchers.indexOf(null);
    if (wrong >= 0) return setErrors({ matchers: texts.noMatcher(lines[wrong]!) });
    const response = await fetch(API, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        matchers,
        comment: data.get("comment"),
        minutes: Number(data.get("minutes")),
      }),
    }).catch(() => null);
    if (response?.ok !== true) {
      return setErrors(
        response?.status === 422 ? await byField(response) : {
          form: all.chart.failed,
        },
      );
    }
    const made: PublicSilence = await response.json();
    setErrors({});
    setSaid(texts.created);
    setOpen((known) => [made, ...known]);
    form.reset();
  };
  const expire = async (silence: PublicSilence) => {
    const response = await fetch(`${API}/${silence.id}`, { method: "DELETE" }).catch(() => null);
    setSaid(response?.ok ? texts.expired : all.chart.failed);
    if (response?.ok) {
      setOpen((known) => known.filter(({ id }) => id !== silence.id));
      const endsAt = new Date().toISOString();
      setEnded((known) => [{ ...silence, state: "expired", endsAt }, ...known]);
    }
    heading.current?.focus();
  };
  const askToExpire = (silence: PublicSilence) =>
    setQuestion({
      title: texts.expireTitle,
      text: texts.expireText(silence.comment),
      action: texts.expire,
      run: () => expire(silence),
    });

  const lists = (
    <div class="stack">
      <section class="card" aria-labelledby="silences-open">
        <div class="list-head">
          <h2 id="silences-open" ref={heading} tabIndex={-1}>{texts.list}</h2>
          <p class="spacer" role="status">{said}</p>
        </div>
        {open.length === 0 ? <div class="empty">{texts.empty}</div> : (
          <SilenceTable
            silences={open}
            texts={texts}
            format={format}
            onExpire={props.mayManage ? askToExpire : undefined}
          />
        )}
      </section>
      {ended.length > 0 && (
        <section class="card" aria-labelledby="silences-ended">
          <div class="list-head">
            <h2 id="silences-ended">{texts.ended}</h2>
          </div>
          <SilenceTable silences={ended} texts={texts} format={format} />
        </section>
      )}
    </div>
  );
  if (!props.mayManage) return lists;
  return (
    <div class="side-by-side">
      <section class="card card-body" aria-labelledby="new-silence">
        <h2 id="new-silence">{texts.newSilence}</h2>
        <form method="post" class="needs-script" onSubmit={create}>
          <SilenceFields texts={texts} matchers={props.matchers} errors={errors} />
          <button type="submit" class="button button-primary">{texts.create}</button>
        </form>
        {errors.form !== undefined && (
          <p class="field-error form-status" role="alert">{errors.form}</p>
        )}
      </section>
      {lists}
      <ConfirmDialog
        question={question}
        cancel={all.app.cancel}
        onDone={() => setQuestion(null)}
      />
    </div>
  );
}

/** The first error of each field of the form; those of its parts belong to the whole field. */
async function byField(response: Response): Promise<Record<string, string>> {
  const { errors = [] }: { errors?: { path: string; message: string }[] } = await response.json();
  const fields: Record<string, string> = {};
  for (const { path, message } of errors) {
    const [name = ""] = path.split(".");
    fields[name === "matchers" || name === "comment" ? name : "form"] ??= message;
  }
  return fields;
}
