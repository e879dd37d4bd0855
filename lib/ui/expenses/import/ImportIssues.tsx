import type { ExpenseSheet } from "../../../expenses/import/expense_sheet.ts";
import { IMPORT_FIELDS } from "../../../expenses/import/column_names.ts";
import type { Formatter } from "../../../i18n/format.ts";
import type { Messages } from "../../../i18n/messages.ts";
import { Link } from "../../Link.tsx";

export interface ImportIssuesProps {
  sheet: ExpenseSheet;
  texts: Messages;
  format: Formatter;
}

/** Everything that keeps a table from being imported, row by row. */
export function ImportIssues(
  { sheet, texts: { imports: texts, expenses }, format }: ImportIssuesProps,
) {
  const { issues, issueCount } = sheet;
  const more = issueCount - issues.length;
  const nameOf = (column: string | null) => {
    const field = IMPORT_FIELDS.find((known) => known === column);
    return field === undefined ? column ?? "" : expenses.fields[field];
  };
  return (
    <section class="card" aria-label={texts.issuesTitle}>
      <div class="card-head">
        <h2>{texts.issuesTitle}</h2>
      </div>
      <div class="card-body import-issues-head">
        <p class="notice" data-state="critical" role="alert">
          {issueCount === 1 ? texts.one : texts.refused(format.count(issueCount))}
        </p>
      </div>
      <div
        class="table-box import-issues"
        tabIndex={0}
        role="region"
        aria-label={texts.issuesTitle}
      >
        <table class="table">
          <thead>
            <tr>
              <th scope="col" class="number">{texts.row}</th>
              <th scope="col">{texts.column}</th>
              <th scope="col">{texts.issue}</th>
            </tr>
          </thead>
          <tbody>
            {issues.map(({ row, column, code, given }, index) => (
              <tr key={index}>
                <td class="number">{row === 0 ? "" : format.count(row)}</td>
                <td>{nameOf(column)}</td>
                <td class="import-issue">{texts.issues[code](given)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p class="card-body muted">{texts.more(format.count(more))}</p>}
      <p class="card-body">
        <Link class="button" href="/expenses/import">{texts.drop}</Link>
      </p>
    </section>
  );
}
