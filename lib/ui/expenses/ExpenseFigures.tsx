import type { ExpenseBoard } from "../../expenses/expense_board.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";

export interface ExpenseFiguresProps {
  board: ExpenseBoard;
  texts: Messages["expenses"];
  format: Formatter;
}

/** What was spent in the last 30 days, in all and by category. */
export function ExpenseFigures({ board, texts, format }: ExpenseFiguresProps) {
  const { total, count, categories } = board;
  const figures = [
    [texts.total, format.money(total)],
    [texts.count, format.count(count)],
    [texts.average, format.money(count === 0 ? 0 : total / count)],
  ] as const;
  return (
    <section class="card card-body" aria-label={texts.period}>
      <h2>{texts.period}</h2>
      <dl class="totals">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {categories.length > 0 && (
        <div class="table-box">
          <table class="table">
            <caption class="visually-hidden">{texts.byCategory}</caption>
            <thead>
              <tr>
                <th scope="col">{texts.fields.category}</th>
                <th scope="col" class="number">{texts.total}</th>
              </tr>
            </thead>
            <tbody>
              {categories.map(({ key, value, share }) => (
                <tr key={key}>
                  <th scope="row">{key}</th>
                  <td class="number">{format.money(value)} ({format.percent(share)})</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
