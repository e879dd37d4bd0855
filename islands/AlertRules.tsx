import { useEffect, useRef, useState } from "preact/hooks";
import type { Alert } from "@/lib/alerts/alert.ts";
import { countOpen, type OpenCounts } from "@/lib/alerts/open_counts.ts";
import type { StoredRule } from "@/lib/alerts/rule.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { followTopics } from "@/lib/live/follow_topics.ts";
import { inputOf } from "@/lib/ui/alerts/rule_fields.ts";
import { sendRule } from "@/lib/ui/alerts/rule_requests.ts";
import { RuleForm } from "@/lib/ui/alerts/RuleForm.tsx";
import { type RuleControls, RuleTable } from "@/lib/ui/alerts/RuleTable.tsx";
import { ConfirmDialog, type Question } from "@/lib/ui/ConfirmDialog.tsx";

export interface AlertRulesProps {
  rules: StoredRule[];
  /** Open alerts by the rule's id. */
  open: Record<string, OpenCounts>;
  mayManage: boolean;
  locale: Locale;
  timeZone: string;
}

/** A burst of changes is read once. */
const GATHER_MS = 500;
const API = "/api/v1/alert-rules";

async function itemsOf<T>(url: string): Promise<T[] | null> {
  const response = await fetch(url).catch(() => null);
  return response?.ok === true ? (await response.json()).items : null;
}

/** Lists alert rules, and adds, tests, changes and deletes them. */
export function AlertRules(props: AlertRulesProps) {
  const all = messagesFor(props.locale);
  const texts = all.alertRules;
  const words = {
    texts,
    format: formatterFor(props.locale, "USD", props.timeZone),
    locale: props.locale,
  };
  const [rules, setRules] = useState(props.rules);
  const [open, setOpen] = useState(props.open);
  /** The rule that is changed, "new" for a new one. */
  const [edited, setEdited] = useState<StoredRule | "new" | null>(null);
  const [said, setSaid] = useState("");
  const [question, setQuestion] = useState<Question | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const reload = async () => {
    const [known, firing, pending] = await Promise.all([
      itemsOf<StoredRule>(`${API}?limit=500`),
      itemsOf<Alert>("/api/v1/alerts?state=firing&limit=500"),
      itemsOf<Alert>("/api/v1/alerts?state=pending&limit=500"),
    ]);
    if (known !== null) setRules(known);
    if (firing !== null && pending !== null) setOpen(countOpen([...firing, ...pending]));
  };
  useEffect(
    () => followTopics({ topics: ["alerts"], gatherMs: GATHER_MS, isCurrent: true, read: reload }),
    [],
  );
  const edit = (rule: StoredRule | "new") => {
    setEdited(rule);
    setSaid("");
    requestAnimationFrame(() => document.getElementById("rule-form")?.focus());
  };
  const close = (text: string) => {
    setEdited(null);
    setSaid(text);
    heading.current?.focus();
  };
  const turn = async (rule: StoredRule) => {
    const enabled = !rule.enabled;
    const answer = await sendRule(`${API}/${rule.id}`, "PUT", {
      version: rule.version,
      rule: { ...inputOf(rule), enabled },
    });
    if (answer.ok) setSaid((enabled ? texts.turnedOn : texts.turnedOff)(rule.name));
    else setSaid(answer.status === 409 ? texts.conflict : all.chart.failed);
    await reload();
  };
  const remove = async ({ id, name }: StoredRule) => {
    const response = await fetch(`${API}/${id}`, { method: "DELETE" }).catch(() => null);
    // 404: somebody else deleted it; it is gone all the same.
    const isGone = response?.ok === true || response?.status === 404;
    if (isGone) setRules((known) => known.filter((rule) => rule.id !== id));
    setSaid(isGone ? texts.deleted(name) : all.chart.failed);
    if (isGone && edited !== "new" && edited?.id === id) setEdited(null);
    heading.current?.focus();
    await reload();
  };
  const controls: RuleControls = {
    onSwitch: turn,
    onChange: edit,
    onDelete: (rule) =>
      setQuestion({
        title: texts.deleteTitle,
        text: texts.deleteText(rule.name),
        action: texts.delete,
        run: () => remove(rule),
      }),
  };

  return (
    <div class="stack">
      {edited !== null && (
        <RuleForm
          key={edited === "new" ? "new" : edited.id}
          rule={edited === "new" ? null : edited}
          words={words}
          messages={all}
          timeZone={props.timeZone}
          onSaved={(rule) => {
            close(texts.saved(rule.name));
            void reload();
          }}
          onCancel={() => close("")}
        />
      )}
      <section class="card" aria-labelledby="rules">
        <div class="list-head">
          <h2 id="rules" ref={heading} tabIndex={-1}>{texts.list}</h2>
          <p class="spacer" role="status">{said}</p>
          {props.mayManage && edited === null && (
            <button
              type="button"
              class="button button-primary needs-script"
              onClick={() => edit("new")}
            >
              {texts.add}
            </button>
          )}
        </div>
        {rules.length === 0 ? <div class="empty">{texts.empty}</div> : (
          <RuleTable
            rules={rules}
            open={open}
            words={words}
            severities={all.alerts.severities}
            controls={props.mayManage ? controls : undefined}
          />
        )}
      </section>
      <ConfirmDialog
        question={question}
        cancel={all.app.cancel}
        onDone={() => setQuestion(null)}
      />
    </div>
  );
}
