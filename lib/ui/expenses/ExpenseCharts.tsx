import { FigureChart } from "@/islands/FigureChart.tsx";
import type { ExpenseMetrics } from "../../expenses/expense_metrics.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locale.ts";
import { messagesFor } from "../../i18n/messages.ts";

export interface ExpenseChartsProps {
  metrics: ExpenseMetrics;
  locale: Locale;
  timeZone: string;
  currency: string;
  format: Formatter;
}

const CATEGORIES = 8;

/** What was spent over time, on what, and how odd it was. */
export function ExpenseCharts({ metrics, locale, timeZone, currency, format }: ExpenseChartsProps) {
  const { expenses: texts, chart } = messagesFor(locale);
  const { overTime, byCategory, scores, bucket, total, scored, flagged } = metrics;
  const times = overTime.map(({ t, value }) => ({ name: format.bucket(t, bucket), value }));
  const peak = times.reduce((most, row) => row.value > most.value ? row : most, {
    name: "",
    value: 0,
  });
  const categories = byCategory.slice(0, CATEGORIES)
    .map(({ key, value }) => ({ name: key, value }));
  const parts = scores.map(({ from, to, count }) => ({
    name: `${format.percent(from)} – ${format.percent(to)}`,
    value: count,
  }));
  const [first] = categories;
  return (
    <div class="grid">
      <FigureChart
        name="expenses-over-time"
        title={texts.overTime[bucket]}
        note={`${texts.amountSpent} · ${chart.timeZone(timeZone)}`}
        sentence={peak.value === 0
          ? chart.empty
          : chart.salesSentence(format.money(total), format.money(peak.value), peak.name)}
        kind="bar"
        series={1}
        rows={times}
        columns={[chart.bucket, texts.total]}
        currency={currency}
        span={12}
        locale={locale}
      />
      <FigureChart
        name="expenses-by-category"
        title={texts.byCategory}
        note={texts.amountSpent}
        sentence={first === undefined
          ? chart.empty
          : chart.productsSentence(first.name, format.money(first.value))}
        kind="bars-sideways"
        series={2}
        rows={categories}
        columns={[texts.fields.category, texts.total]}
        currency={currency}
        span={6}
        locale={locale}
      />
      <FigureChart
        name="expense-scores"
        title={texts.scores}
        note={texts.scoresNote}
        sentence={texts.scoresSentence(format.count(scored), format.count(flagged))}
        kind="bar"
        series={5}
        rows={parts}
        columns={[texts.score, texts.count]}
        span={6}
        locale={locale}
      />
    </div>
  );
}
