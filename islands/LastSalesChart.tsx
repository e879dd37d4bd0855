import { formatterFor } from "@/lib/i18n/format.ts";
import { dashboardMessagesFor } from "@/lib/i18n/dashboard_messages.ts";
import { ChartCanvas } from "@/lib/ui/charts/ChartCanvas.tsx";
import { ChartCard } from "@/lib/ui/charts/ChartCard.tsx";
import { widgetState } from "@/lib/ui/dashboard/widget_state.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";

/** Value of each of the last twenty purchases; a click on a point opens its buyer's history. */
export function LastSalesChart({ view, locale, currency }: DashboardProps) {
  const texts = dashboardMessagesFor(locale).chart;
  const { lastSales, timeZone } = view.data.value;
  const format = formatterFor(locale, currency, timeZone);
  const sales = [...lastSales].reverse();
  const values = sales.map((sale) => sale.value ?? 0);
  const sentence = values.length === 0 ? texts.empty : texts.lastSalesSentence(
    format.money(Math.min(...values)),
    format.money(Math.max(...values)),
  );
  return (
    <ChartCard
      title={texts.lastSales}
      note={`${texts.lastSalesUnit} · ${texts.timeZone(timeZone)}`}
      class="span-4"
      fileName="last-sales"
      texts={texts}
      state={widgetState(view.freshness.value, locale)}
      table={{
        columns: [texts.bucket, texts.value],
        rows: sales.map((sale) => ({
          name: `${format.dateTime(sale.timestamp)} · ${sale.userId}`,
          value: sale.value ?? 0,
          shown: format.money(sale.value ?? 0),
        })),
      }}
    >
      <div class="chart-box" data-chart="last-sales">
        <ChartCanvas
          label={`${texts.lastSales}. ${sentence}`}
          spec={{
            kind: "line",
            labels: sales.map((sale) => format.time(sale.timestamp)),
            values,
            series: 2,
            formatShort: format.axisMoney,
            formatFull: format.money,
            onSelect: (index) => view.userId.value = sales[index]?.userId ?? null,
          }}
        />
      </div>
    </ChartCard>
  );
}
