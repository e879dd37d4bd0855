import type { ReadTable } from "../../../expenses/import/expense_imports.ts";
import type { ImportChoices } from "../../../expenses/import/import_choices.ts";
import type { Formatter } from "../../../i18n/format.ts";
import type { Messages } from "../../../i18n/messages.ts";
import { Link } from "../../Link.tsx";
import { ExpenseSample, FileSample } from "./ImportSamples.tsx";
import { ImportIssues } from "./ImportIssues.tsx";
import { ReadingForm } from "./ReadingForm.tsx";

export interface ImportCheckProps {
  draft: string;
  choices: ImportChoices;
  read: ReadTable;
  texts: Messages;
  format: Formatter;
}

/** How a table is read and what is wrong with it; imports it when nothing is. */
export function ImportCheck({ draft, choices, read, texts, format }: ImportCheckProps) {
  const { sheet } = read;
  return (
    <div class="stack">
      {sheet.issueCount > 0
        ? <ImportIssues sheet={sheet} texts={texts} format={format} />
        : (
          <Confirmation
            draft={draft}
            choices={choices}
            read={read}
            texts={texts}
            format={format}
          />
        )}
      <ReadingForm draft={draft} choices={choices} sheet={sheet} texts={texts} />
      {sheet.expenses.length > 0 && (
        <ExpenseSample expenses={sheet.expenses} texts={texts} format={format} />
      )}
      <FileSample sheet={sheet} texts={texts.imports} />
    </div>
  );
}

function Confirmation(
  { draft, choices, read, texts: { imports: texts }, format }: ImportCheckProps,
) {
  const { sheet, before, readingKey } = read;
  const [last] = before;
  const isOther = last !== undefined && !before.some((one) => one.readingKey === readingKey);
  const total = sheet.expenses.reduce((sum, { amount }) => sum + Math.round(amount * 1e4), 0) / 1e4;
  const times = sheet.expenses.map(({ at }) => at);
  const first = times.reduce((least, at) => Math.min(least, at), Infinity);
  const newest = times.reduce((most, at) => Math.max(most, at), -Infinity);
  return (
    <form class="card card-body import-confirm" method="post" action="/expenses/import">
      <p class="notice" data-state="ok" role="status">{texts.ready}</p>
      <p class="import-summary">
        <strong>{texts.summary(format.count(sheet.rowCount), format.money(total))}</strong>{" "}
        <span class="muted">
          {texts.period(format.dateTime(first), format.dateTime(newest))}
        </span>
      </p>
      {sheet.isNegated && <p>{texts.negated}</p>}
      <p class="muted">{texts.history}</p>
      {last !== undefined && (
        <p class="notice" data-state="warning">
          {texts.before(last.by, format.dateTime(last.acceptedAt ?? last.createdAt))}{" "}
          {isOther && texts.beforeOtherwise}
        </p>
      )}
      <input type="hidden" name="draft" value={draft} />
      {Object.entries(choices).map(([name, value]) =>
        value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />
      )}
      {isOther && (
        <label class="scope">
          <input type="checkbox" name="again" value="true" required />
          <span>{texts.again}</span>
        </label>
      )}
      <p class="import-actions">
        <button type="submit" class="button button-primary">
          {texts.confirm(format.count(sheet.rowCount))}
        </button>
        <Link class="button" href="/expenses/import">{texts.drop}</Link>
      </p>
    </form>
  );
}
