import { formatterFor } from "@/lib/i18n/format.ts";
import { dashboardMessagesFor } from "@/lib/i18n/dashboard_messages.ts";
import { ChartCanvas } from "@/lib/ui/charts/ChartCanvas.tsx";
import { ChartCard } from "@/lib/ui/charts/ChartCard.tsx";
import { happeningMarks } from "@/lib/ui/dashboard/happening_marks.ts";
import { HappeningList } from "@/lib/ui/dashboard/HappeningList.tsx";
import { partialBuckets } from "@/lib/ui/dashboard/partial_buckets.ts";
import { widgetState } from "@/lib/ui/dashboard/widget_state.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";

/** Value of purchases per bucket; a click on a bar narrows the feed to that bucket's sales. */
export function SalesChart({ view, locale, currency }: DashboardProps) {
  const { chart: texts, happening } = dashboardMessagesFor(locale);
  const { range, sales, timeZone, happenings } = view.data.value;
  const format = formatterFor(locale, currency, timeZone);
  // Within a day the hour says enough.
  const scale = range.preset === "24h" ? "minute" : range.bucket;
  const labels = sales.map((point) => format.bucket(point.t, scale));
  const partial = partialBuckets(view.data.value);
  const about = happenings.filter((each) => each.kind === "alert" || each.series.type !== "error");
  const marks = happeningMarks(about, sales.map(({ t }) => t), happening);
  const filter = view.filter.value;
  const selected = sales.findIndex((point) => point.t === filter.at);
  const peak = sales.reduce((best, point) => point.value > best.value ? point : best, {
    t: "",
    value: 0,
  });
  const total = sales.reduce((sum, point) => sum + point.value, 0);
  const sentence = peak.value === 0 ? texts.empty : texts.salesSentence(
    format.money(total),
    format.money(peak.value),
    format.bucket(peak.t, range.bucket),
  );
  return (
    <ChartCard
      title={texts.sales[range.bucket]}
      note={[
        texts.salesUnit,
        texts.timeZone(timeZone),
        ...(partial.length > 0 ? [texts.partialNote] : []),
      ]
        .join(" · ")}
      class="span-8"
      fileName="sales"
      texts={texts}
      state={widgetState(view.freshness.value, locale)}
      table={{
        columns: [texts.bucket, texts.value],
        rows: sales.map((point, index) => ({
          name: marks.named(
            partial.includes(index)
              ? `${labels[index]} (${texts.partial})`
              : labels[index] ?? point.t,
            index,
          ),
          value: point.value,
          shown: format.money(point.value),
        })),
      }}
    >
      <div class="chart-box" data-chart="sales">
        <ChartCanvas
          label={`${texts.sales[range.bucket]}. ${sentence}`}
          spec={{
            kind: "bar",
            labels,
            values: sales.map((point) => point.value),
            series: 1,
            formatShort: format.axisMoney,
            formatFull: format.money,
            partial: { places: partial, text: texts.partial },
            marks: { spans: marks.spans },
            notesAt: marks.notesAt,
            selected: selected < 0 ? null : selected,
            onSelect: (index) => {
              const point = sales[index];
              if (point !== undefined) view.filter.value = { type: "purchase", at: point.t };
            },
          }}
        />
      </div>
      <HappeningList happenings={about} texts={happening} format={format} />
    </ChartCard>
  );
}
