import type { ExpenseMetrics } from "../../expenses/expense_metrics.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Link } from "../Link.tsx";
import { withParameter } from "../page_query.ts";

export interface ExpenseFiguresProps {
  metrics: ExpenseMetrics;
  /** Query of the page, which the link to the unusual ones keeps. */
  query: URLSearchParams;
  texts: Messages["expenses"];
  format: Formatter;
}

/** What was spent in the period, and how many are unusual. */
export function ExpenseFigures({ metrics, query, texts, format }: ExpenseFiguresProps) {
  const { total, count, average, flagged, from, to } = metrics;
  const isOwnPeriod = query.has("from") || query.has("to");
  const title = isOwnPeriod
    ? texts.between(format.dateTime(from), format.dateTime(to))
    : texts.period;
  const figures = [
    [texts.total, format.money(total)],
    [texts.count, format.count(count)],
    [texts.average, format.money(average)],
  ] as const;
  return (
    <section class="card card-body expense-figures" aria-label={title}>
      <h2>{title}</h2>
      <dl class="totals">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div data-state={flagged > 0 ? "warning" : undefined}>
          <dt>{texts.flaggedCount}</dt>
          <dd>
            {flagged === 0
              ? format.count(flagged)
              : (
                <Link href={`/expenses${withParameter(query, "flagged", "true")}`}>
                  {format.count(flagged)}
                </Link>
              )}
          </dd>
        </div>
      </dl>
    </section>
  );
}
