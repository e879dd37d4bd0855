import type { TellReason } from "../../anomalies/reasons/tell_reason.ts";
import type { ExpenseRow } from "../../expenses/expense_row.ts";
import { FEEDBACK_VERDICTS } from "../../expenses/expense_feedback.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";

export interface ExpenseTableProps {
  rows: readonly ExpenseRow[];
  mayWrite: boolean;
  texts: Messages["expenses"];
  format: Formatter;
  tell: TellReason;
}

/** Expenses with their scores, why, and what people said of them. */
export function ExpenseTable({ rows, mayWrite, texts, format, tell }: ExpenseTableProps) {
  return (
    <div class="table-box">
      <table class="table table-cards expense-table">
        <thead>
          <tr>
            <th scope="col" aria-sort="descending">{texts.time}</th>
            <th scope="col">{texts.fields.userId}</th>
            <th scope="col">{texts.fields.category}</th>
            <th scope="col">{texts.fields.merchant}</th>
            <th scope="col" class="number">{texts.fields.amount}</th>
            <th scope="col" class="number">{texts.score}</th>
            <th scope="col">{texts.reasons}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <a href={`/events/${encodeURIComponent(row.id)}`}>
                  <time dateTime={row.timestamp}>{format.dateTime(row.timestamp)}</time>
                </a>
              </td>
              <td class="cell-name">{row.userId}</td>
              <td class="cell-name">{row.category}</td>
              <td class="cell-name">{row.merchant}</td>
              <td class="number">{row.amount === null ? "" : format.money(row.amount)}</td>
              <td class="number">
                {row.anomaly === null ? "–" : format.percent(row.anomaly.score)}
              </td>
              <td class="cell-reasons">
                <Reasons row={row} texts={texts} format={format} tell={tell} />
                {row.anomaly?.flagged === true && (
                  <Feedback row={row} mayWrite={mayWrite} texts={texts} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Reasons(
  { row: { anomaly }, texts, format, tell }: Omit<ExpenseTableProps, "rows" | "mayWrite"> & {
    row: ExpenseRow;
  },
) {
  if (anomaly === null) return <span class="muted">{texts.waiting}</span>;
  return (
    <>
      {anomaly.flagged && <span class="badge" data-state="warning">{texts.flagged}</span>}
      <ul class="plain-list">
        {anomaly.reasons.map((reason) => (
          <li key={reason.text}>
            {tell(reason)} <span class="muted">({format.percent(reason.share / 100)})</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Feedback({ row, mayWrite, texts }: {
  row: ExpenseRow;
  mayWrite: boolean;
  texts: Messages["expenses"];
}) {
  if (row.feedback !== null) {
    return <p class="muted">{row.feedback === "normal" ? texts.saidNormal : texts.saidUnusual}</p>;
  }
  if (!mayWrite) return null;
  return (
    <form method="post" action="/expenses" class="expense-feedback">
      <input type="hidden" name="feedbackFor" value={row.id} />
      {FEEDBACK_VERDICTS.map((verdict) => (
        <button key={verdict} type="submit" class="button" name="verdict" value={verdict}>
          {texts[verdict]}
        </button>
      ))}
    </form>
  );
}
