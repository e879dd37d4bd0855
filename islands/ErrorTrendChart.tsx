import { dashboardMessagesFor } from "@/lib/i18n/dashboard_messages.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import { ChartCanvas } from "@/lib/ui/charts/ChartCanvas.tsx";
import { ChartCard } from "@/lib/ui/charts/ChartCard.tsx";
import { happeningMarks } from "@/lib/ui/dashboard/happening_marks.ts";
import { HappeningList } from "@/lib/ui/dashboard/HappeningList.tsx";
import { widgetState } from "@/lib/ui/dashboard/widget_state.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";

const MINUTE_MS = 60_000;

/** Errors over the period with what is usual behind them, and what was unusual or fired. */
export function ErrorTrendChart({ view, locale, currency }: DashboardProps) {
  const { chart: texts, happening } = dashboardMessagesFor(locale);
  const { range, errors, timeZone, happenings } = view.data.value;
  const format = formatterFor(locale, currency, timeZone);
  const scale = range.to - range.from > 26 * 60 * MINUTE_MS ? range.bucket : "minute";
  const labels = errors.map(({ t }) => format.bucket(t, scale));
  const about = happenings.filter((each) => each.kind === "alert" || each.series.type === "error");
  const marks = happeningMarks(about, errors.map(({ t }) => t), happening);
  const band = errors.map(({ low, high }) => low === null || high === null ? null : { low, high });
  const notesAt = (index: number) => {
    const usual = band[index];
    return [
      ...usual ? [texts.usual(format.compact(usual.low), format.compact(usual.high))] : [],
      ...marks.notesAt(index),
    ];
  };
  const peak = errors.reduce((most, point) => point.value > most.value ? point : most, {
    t: "",
    value: 0,
  });
  const total = errors.reduce((sum, { value }) => sum + value, 0);
  const sentence = peak.value === 0 ? texts.empty : texts.errorTrendSentence(
    format.count(total),
    format.count(peak.value),
    format.bucket(peak.t, "hour"),
  );
  const [first, second] = errors;
  const width = first && second ? Date.parse(second.t) - Date.parse(first.t) : MINUTE_MS;
  return (
    <ChartCard
      title={texts.errorTrend}
      note={[
        texts.errorTrendUnit(format.count(width / MINUTE_MS)),
        texts.timeZone(timeZone),
        ...band.some((usual) => usual !== null) ? [texts.errorTrendBand] : [],
      ].join(" · ")}
      class="span-4"
      fileName="errors-over-time"
      texts={texts}
      state={widgetState(view.freshness.value, locale)}
      table={{
        columns: [texts.bucket, texts.count],
        rows: errors.map(({ value }, index) => ({
          name: [labels[index], ...notesAt(index)].join(" · "),
          value,
          shown: format.count(value),
        })),
      }}
    >
      <div class="chart-box" data-chart="error-trend">
        <ChartCanvas
          label={`${texts.errorTrend}. ${sentence}`}
          spec={{
            kind: "line",
            labels,
            values: errors.map(({ value }) => value),
            series: 4,
            formatShort: format.compact,
            formatFull: format.count,
            marks: { spans: marks.spans, band },
            notesAt,
          }}
        />
      </div>
      <HappeningList happenings={about} texts={happening} format={format} />
    </ChartCard>
  );
}
