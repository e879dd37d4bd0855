import { useRef, useState } from "preact/hooks";
import type { BackTest } from "../../alerts/backtest.ts";
import type { ConditionKind } from "../../alerts/condition.ts";
import type { RuleInput, StoredRule } from "../../alerts/rule.ts";
import type { Messages } from "../../i18n/messages.ts";
import { FormField } from "../FormField.tsx";
import { BackTestCard, type Trial } from "./BackTestCard.tsx";
import { draftOf, errorsByField, readRule, type RuleErrors } from "./rule_fields.ts";
import { type RuleAnswer, sendRule } from "./rule_requests.ts";
import type { RuleWords } from "./rule_words.ts";
import { RuleFields } from "./RuleFields.tsx";

export interface RuleFormProps {
  /** The rule that is changed; `null` for a new one. */
  rule: StoredRule | null;
  words: RuleWords;
  /** All texts; those of rules are in `words` as well. */
  messages: Messages;
  timeZone: string;
  onSaved: (rule: StoredRule) => void;
  onCancel: () => void;
}

const API = "/api/v1/alert-rules";

/** Adds a rule or changes one, and tries it on the past before. */
export function RuleForm({ rule, words, messages, timeZone, onSaved, onCancel }: RuleFormProps) {
  const { texts } = words;
  const [kind, setKind] = useState<ConditionKind>(rule?.condition.kind ?? "threshold");
  const [errors, setErrors] = useState<RuleErrors>({});
  const [trial, setTrial] = useState<Trial>({ kind: "none" });
  const trials = useRef(0);
  const form = useRef<HTMLFormElement>(null);
  const draft = draftOf(rule, kind);

  /** Says what is wrong, and leads to the first field that is. */
  const show = (found: RuleErrors) => {
    setErrors(found);
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus()
    );
  };
  /** The rule as the form says it; `null` after saying what is wrong with it. */
  const read = (): unknown => {
    const { rule: said, errors: lines } = readRule(
      kind,
      new FormData(form.current!),
      rule?.enabled ?? true,
    );
    const found = Object.entries(lines).map(([name, line]) => [name, texts.notALine(line)]);
    show(Object.fromEntries(found));
    return found.length === 0 ? said : null;
  };
  const refused = ({ status, errors }: Extract<RuleAnswer<unknown>, { ok: false }>) => {
    if (status === 409) return show({ form: texts.conflict });
    if (status !== 422) return show({ form: messages.chart.failed });
    const said = errors.map(({ path, message }) => ({ path, message: texts.fault(message) }));
    show(errorsByField(said, (name) => form.current?.elements.namedItem(name) != null));
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const said = read();
    if (said === null) return;
    const answer = rule === null
      ? await sendRule<StoredRule>(API, "POST", said)
      : await sendRule<StoredRule>(`${API}/${rule.id}`, "PUT", {
        version: rule.version,
        rule: said,
      });
    if (answer.ok) onSaved(answer.body);
    else refused(answer);
  };
  const test = async () => {
    if (form.current?.reportValidity() !== true) return;
    const said = read();
    if (said === null) return;
    const number = ++trials.current;
    setTrial({ kind: "loading" });
    const answer = await sendRule<BackTest>(`${API}/backtest`, "POST", { rule: said });
    if (number !== trials.current) return;
    if (answer.ok) {
      // What the API has taken is a rule.
      return setTrial({
        kind: "done",
        rule: said as RuleInput,
        answer: answer.body,
        isStale: false,
      });
    }
    setTrial({ kind: answer.status === 422 ? "none" : "failed" });
    if (answer.status === 422) refused(answer);
  };
  const noteChange = () => {
    if (trial.kind === "done") setTrial({ ...trial, isStale: true });
  };
  const choose = (name: string) => {
    setKind(name as ConditionKind);
    setErrors({});
    setTrial({ kind: "none" });
    trials.current++;
  };

  return (
    <div class="rule-editor">
      <section class="card card-body" aria-labelledby="rule-form">
        <h2 id="rule-form" tabIndex={-1}>
          {rule === null ? texts.add : texts.changeName(rule.name)}
        </h2>
        <form ref={form} method="post" onSubmit={save} onInput={noteChange} data-rule-form>
          <FormField
            id="rule-name"
            name="name"
            label={texts.fields.name}
            value={draft.name ?? ""}
            help={texts.help.name}
            error={errors.name}
            maxLength={80}
          />
          <FormField
            id="rule-kind"
            name="kind"
            label={texts.kind}
            value={kind}
            options={Object.entries(texts.kinds)}
            help={texts.kindHelp[kind]}
            onChoose={choose}
          />
          <RuleFields
            key={kind}
            kind={kind}
            draft={draft}
            errors={errors}
            texts={texts}
            severities={messages.alerts.severities}
          />
          <div class="form-actions">
            <button type="submit" class="button button-primary">
              {rule === null ? texts.create : texts.save}
            </button>
            <button type="button" class="button" onClick={onCancel}>{messages.app.cancel}</button>
          </div>
          {errors.form !== undefined && (
            <p class="field-error form-status" role="alert">{errors.form}</p>
          )}
        </form>
      </section>
      <BackTestCard
        trial={trial}
        hasPast={kind !== "internal"}
        words={words}
        chart={messages.chart}
        timeZone={timeZone}
        onTest={test}
      />
    </div>
  );
}
