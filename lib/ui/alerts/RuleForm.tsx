import { useRef, useState } from "preact/hooks";
import type { ConditionKind } from "../../alerts/condition.ts";
import type { StoredRule } from "../../alerts/rule.ts";
import type { Messages } from "../../i18n/messages.ts";
import { FormField } from "../FormField.tsx";
import {
  draftOf,
  errorsByField,
  readRule,
  type RuleErrors,
  type RuleFieldName,
} from "./rule_fields.ts";
import { RuleFields } from "./RuleFields.tsx";

export interface RuleFormProps {
  /** The rule that is changed; `null` for a new one. */
  rule: StoredRule | null;
  texts: Messages["alertRules"];
  severities: Messages["alerts"]["severities"];
  /** Said when there is no answer. */
  failed: string;
  cancel: string;
  onSaved: (rule: StoredRule) => void;
  onCancel: () => void;
}

const API = "/api/v1/alert-rules";

/** Adds a rule, or changes one. */
export function RuleForm(props: RuleFormProps) {
  const { rule, texts, failed } = props;
  const [kind, setKind] = useState<ConditionKind>(rule?.condition.kind ?? "threshold");
  const [errors, setErrors] = useState<RuleErrors>({});
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
    show(
      Object.fromEntries(
        Object.entries(lines).map(([name, line]) => [name, texts.notALine(line)]),
      ),
    );
    return Object.keys(lines).length === 0 ? said : null;
  };
  /** Posts to the API; the answer, or `null` after saying what is wrong. */
  const send = async (path: string, method: string, body: unknown): Promise<unknown> => {
    const response = await fetch(path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (response?.ok === true) return await response.json();
    show(await faultsOf(response));
    return null;
  };
  const faultsOf = async (response: Response | null): Promise<RuleErrors> => {
    if (response?.status === 409) return { form: texts.conflict };
    if (response?.status !== 422) return { form: failed };
    const answer: { errors?: { path: string; message: string }[] } = await response.json();
    return errorsByField(
      answer.errors ?? [],
      (name) => form.current?.elements.namedItem(name) != null,
    );
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const said = read();
    if (said === null) return;
    const saved = rule === null
      ? await send(API, "POST", said)
      : await send(`${API}/${rule.id}`, "PUT", { version: rule.version, rule: said });
    if (saved !== null) props.onSaved(saved as StoredRule);
  };

  const field = (name: RuleFieldName) => ({
    id: `rule-${name}`,
    name,
    label: texts.fields[name],
    value: draft[name] ?? "",
    error: errors[name],
  });
  return (
    <section class="card card-body" aria-labelledby="rule-form">
      <h2 id="rule-form" tabIndex={-1}>
        {rule === null ? texts.add : texts.changeName(rule.name)}
      </h2>
      <form ref={form} onSubmit={save} data-rule-form>
        <FormField {...field("name")} help={texts.help.name} maxLength={80} />
        <div class="field">
          <label for="rule-kind">{texts.kind}</label>
          <select
            class="select"
            id="rule-kind"
            aria-describedby="rule-kind-help"
            onChange={(event) => {
              setKind(event.currentTarget.value as ConditionKind);
              setErrors({});
            }}
          >
            {Object.entries(texts.kinds).map(([name, words]) => (
              <option key={name} value={name} selected={name === kind}>{words}</option>
            ))}
          </select>
          <span class="field-help" id="rule-kind-help">{texts.kindHelp[kind]}</span>
        </div>
        <RuleFields
          key={kind}
          kind={kind}
          draft={draft}
          errors={errors}
          texts={texts}
          severities={props.severities}
        />
        <div class="form-actions">
          <button type="submit" class="button button-primary">
            {rule === null ? texts.create : texts.save}
          </button>
          <button type="button" class="button" onClick={props.onCancel}>{props.cancel}</button>
        </div>
        {errors.form !== undefined && (
          <p class="field-error form-status" role="alert">{errors.form}</p>
        )}
      </form>
    </section>
  );
}
