import type { Locale } from "@/lib/i18n/locale.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import type { ChartSpec } from "@/lib/ui/charts/chart_adapter.ts";
import { ChartCanvas } from "@/lib/ui/charts/ChartCanvas.tsx";
import { ChartCard } from "@/lib/ui/charts/ChartCard.tsx";

export interface FigureChartProps {
  /** Names the chart to tests and scripts, and its file. */
  name: string;
  title: string;
  /** Unit, and time zone where there is a time axis. */
  note: string;
  /** One sentence that says what the chart shows. */
  sentence: string;
  kind: ChartSpec["kind"];
  series: ChartSpec["series"];
  rows: readonly { name: string; value: number }[];
  columns: readonly [string, string];
  /** Amounts in this currency (ISO 4217); without one, counts. */
  currency?: string | undefined;
  span: 4 | 6 | 8 | 12;
  locale: Locale;
}

/** Figures that came with the page, as a chart and as a table. */
export function FigureChart(props: FigureChartProps) {
  const { name, title, sentence, rows, currency, locale } = props;
  const format = formatterFor(locale, currency ?? "USD", "UTC");
  const full = currency === undefined ? format.count : format.money;
  const short = currency === undefined ? format.compact : format.axisMoney;
  return (
    <ChartCard
      title={title}
      note={props.note}
      class={`span-${props.span}`}
      fileName={name}
      texts={messagesFor(locale).chart}
      state={{ kind: "fresh" }}
      table={{
        columns: [...props.columns],
        rows: rows.map(({ name, value }) => ({ name, value, shown: full(value) })),
      }}
    >
      <div class="chart-box" data-chart={name}>
        <ChartCanvas
          label={`${title}. ${sentence}`}
          spec={{
            kind: props.kind,
            labels: rows.map((row) => row.name),
            values: rows.map((row) => row.value),
            series: props.series,
            formatShort: short,
            formatFull: full,
          }}
        />
      </div>
    </ChartCard>
  );
}
