import { formatterFor } from "@/lib/i18n/format.ts";
import { dashboardMessagesFor } from "@/lib/i18n/dashboard_messages.ts";
import { ChartCanvas } from "@/lib/ui/charts/ChartCanvas.tsx";
import { ChartCard } from "@/lib/ui/charts/ChartCard.tsx";
import { widgetState } from "@/lib/ui/dashboard/widget_state.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";

const SHOWN = 8;

/** Errors of the period by region; a click on a bar narrows the feed to that region's errors. */
export function ErrorsChart({ view, locale, currency }: DashboardProps) {
  const texts = dashboardMessagesFor(locale).chart;
  const { summary, timeZone } = view.data.value;
  const format = formatterFor(locale, currency, timeZone);
  const regions = summary.errorsByRegion.slice(0, SHOWN);
  const chosen = view.filter.value.region;
  const selected = regions.findIndex((item) => item.region === chosen);
  const worst = regions[0];
  const sentence = worst === undefined
    ? texts.empty
    : texts.errorsSentence(format.count(summary.errors), worst.region, format.count(worst.count));
  return (
    <ChartCard
      title={texts.errors}
      note={texts.errorsUnit}
      class="span-4"
      fileName="errors-by-region"
      texts={texts}
      state={widgetState(view.freshness.value, locale)}
      table={{
        columns: [texts.region, texts.count],
        rows: regions.map((item) => ({
          name: item.region,
          value: item.count,
          shown: format.count(item.count),
        })),
      }}
    >
      <div class="chart-box" data-chart="errors">
        <ChartCanvas
          label={`${texts.errors}. ${sentence}`}
          spec={{
            kind: "bars-sideways",
            labels: regions.map((item) => item.region),
            values: regions.map((item) => item.count),
            series: 4,
            formatShort: format.compact,
            formatFull: format.count,
            selected: selected < 0 ? null : selected,
            onSelect: (index) => {
              const region = regions[index]?.region;
              if (region !== undefined) view.filter.value = { type: "error", region };
            },
          }}
        />
      </div>
    </ChartCard>
  );
}
