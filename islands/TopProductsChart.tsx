import { formatterFor } from "@/lib/i18n/format.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { ChartCanvas } from "@/lib/ui/charts/ChartCanvas.tsx";
import { ChartCard } from "@/lib/ui/charts/ChartCard.tsx";
import { widgetState } from "@/lib/ui/dashboard/widget_state.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";

const SHOWN = 5;

/** The five products that sold most; a click on a slice or its name narrows the feed to it. */
export function TopProductsChart({ view, locale, currency }: DashboardProps) {
  const texts = messagesFor(locale).chart;
  const { summary, timeZone } = view.data.value;
  const format = formatterFor(locale, currency, timeZone);
  const products = summary.topProducts.filter((item) => item.value > 0).slice(0, SHOWN);
  const total = products.reduce((sum, item) => sum + item.value, 0);
  const chosen = view.filter.value.product;
  const selected = products.findIndex((item) => item.product === chosen);
  const select = (product: string | undefined) => {
    if (product !== undefined) view.filter.value = { product };
  };
  const first = products[0];
  const sentence = first === undefined
    ? texts.empty
    : texts.productsSentence(first.product, format.money(first.value));
  return (
    <ChartCard
      title={texts.products}
      note={texts.productsUnit}
      class="span-4"
      fileName="top-products"
      texts={texts}
      state={widgetState(view.freshness.value, locale)}
      table={{
        columns: [texts.product, texts.value],
        rows: products.map((item) => ({
          name: item.product,
          value: item.value,
          shown: format.money(item.value),
        })),
      }}
    >
      <div class="doughnut-layout" data-chart="products">
        <div class="doughnut-box">
          <ChartCanvas
            label={`${texts.products}. ${sentence}`}
            spec={{
              kind: "doughnut",
              labels: products.map((item) => item.product),
              values: products.map((item) => item.value),
              series: 1,
              formatShort: format.compactMoney,
              formatFull: format.money,
              selected: selected < 0 ? null : selected,
              onSelect: (index) => select(products[index]?.product),
            }}
          />
          <div class="doughnut-total" aria-hidden="true">
            <strong>{format.axisMoney(total)}</strong>
            <span class="muted">{texts.total}</span>
          </div>
        </div>
        <ul class="legend">
          {products.map((item, index) => (
            <li key={item.product}>
              <button
                type="button"
                title={texts.filterBy(item.product)}
                aria-pressed={item.product === chosen}
                onClick={() => select(item.product)}
              >
                <span class="swatch" data-series={index + 1} />
                <span>{item.product}</span>
                <span class="number muted" title={format.money(item.value)}>
                  {format.percent(item.value / total)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </ChartCard>
  );
}
