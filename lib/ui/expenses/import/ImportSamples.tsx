import type { ExpenseSheet } from "../../../expenses/import/expense_sheet.ts";
import type { SheetExpense } from "../../../expenses/import/row_reader.ts";
import type { Formatter } from "../../../i18n/format.ts";
import type { Messages } from "../../../i18n/messages.ts";

const ROWS = 8;

export interface ExpenseSampleProps {
  expenses: readonly SheetExpense[];
  texts: Messages;
  format: Formatter;
}

/** The first rows as they will be stored. */
export function ExpenseSample(
  { expenses, texts: { imports, expenses: texts }, format }: ExpenseSampleProps,
) {
  const { fields } = texts;
  return (
    <section class="card" aria-label={imports.firstExpenses}>
      <div class="card-head">
        <h2>{imports.firstExpenses}</h2>
      </div>
      <div class="table-box">
        <table class="table table-cards expense-table">
          <thead>
            <tr>
              <th scope="col" class="number">{imports.row}</th>
              <th scope="col">{fields.date}</th>
              <th scope="col">{fields.userId}</th>
              <th scope="col">{fields.category}</th>
              <th scope="col">{fields.merchant}</th>
              <th scope="col" class="number">{fields.amount}</th>
              <th scope="col">{fields.note}</th>
            </tr>
          </thead>
          <tbody>
            {expenses.slice(0, ROWS).map((
              { row, at, userId, category, merchant, amount, note },
            ) => (
              <tr key={row}>
                <td class="number muted">{format.count(row)}</td>
                <td>{format.dateTime(at)}</td>
                <td class="cell-name">{userId}</td>
                <td class="cell-name">{category}</td>
                <td class="cell-name">{merchant}</td>
                <td class="number">{format.money(amount)}</td>
                <td class="cell-name">{note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The first rows as they are written. */
export function FileSample({ sheet, texts }: { sheet: ExpenseSheet; texts: Messages["imports"] }) {
  const { headings, firstRows } = sheet;
  if (headings.length === 0) return null;
  return (
    <section class="card" aria-label={texts.firstRows}>
      <div class="card-head">
        <h2>{texts.firstRows}</h2>
      </div>
      <div class="table-box import-raw" tabIndex={0} role="region" aria-label={texts.firstRows}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col" class="number">{texts.row}</th>
              {headings.map((heading, index) => <th key={index} scope="col">{heading}</th>)}
            </tr>
          </thead>
          <tbody>
            {firstRows.map(({ row, cells }) => (
              <tr key={row}>
                <td class="number muted">{row}</td>
                {cells.map((cell, index) => <td key={index}>{cell}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
