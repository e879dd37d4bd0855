import {
  EXPENSE_FIELDS,
  type ExpenseField,
  type ExpenseValues,
} from "../../expenses/expense_form.ts";
import type { Messages } from "../../i18n/messages.ts";

export interface ExpenseFormProps {
  /** Id of the expense to be, so that sending twice adds it once. */
  id: string;
  values: ExpenseValues;
  wrong: readonly ExpenseField[];
  texts: Messages["expenses"];
}

const OPTIONAL: readonly ExpenseField[] = ["merchant", "date", "note"];

/** Entry of one expense; works without JavaScript. */
export function ExpenseForm({ id, values, wrong, texts }: ExpenseFormProps) {
  return (
    <form class="card card-body expense-form" method="post" action="/expenses" novalidate>
      <h2>{texts.add}</h2>
      <input type="hidden" name="id" value={id} />
      <div class="form-grid">
        {EXPENSE_FIELDS.map((name) => {
          const isWrong = wrong.includes(name);
          return (
            <div class="field" key={name}>
              <label for={`expense-${name}`}>{texts.fields[name]}</label>
              <input
                class="input"
                id={`expense-${name}`}
                name={name}
                type={name === "date" ? "date" : "text"}
                inputMode={name === "amount" ? "decimal" : undefined}
                autocomplete="off"
                required={!OPTIONAL.includes(name)}
                value={values[name] ?? ""}
                aria-invalid={isWrong ? "true" : undefined}
                aria-describedby={isWrong ? `expense-${name}-error` : undefined}
              />
              {isWrong && (
                <span class="field-error" id={`expense-${name}-error`}>{texts.wrong[name]}</span>
              )}
            </div>
          );
        })}
      </div>
      <div>
        <button type="submit" class="button button-primary">{texts.save}</button>
      </div>
    </form>
  );
}
