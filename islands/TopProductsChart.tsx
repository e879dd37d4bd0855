import { type Formatter, formatterFor } from "@/lib/i18n/format.ts";
import { dashboardMessagesFor } from "@/lib/i18n/dashboard_messages.ts";
import { ChartCanvas } from "@/lib/ui/charts/ChartCanvas.tsx";
import { ChartCard } from "@/lib/ui/charts/ChartCard.tsx";
import { type ProductPart, productParts } from "@/lib/ui/dashboard/product_parts.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";
import { widgetState } from "@/lib/ui/dashboard/widget_state.ts";

/** The products that sold most; a click on a slice or its name narrows the feed to it. */
export function TopProductsChart({ view, locale, currency }: DashboardProps) {
  const texts = dashboardMessagesFor(locale).chart;
  const { summary, timeZone } = view.data.value;
  const format = formatterFor(locale, currency, timeZone);
  const { total, parts } = productParts(summary);
  const names = parts.map((part) => part.product ?? texts.other);
  const chosen = view.filter.value.product;
  const selected = parts.findIndex((part) => part.product !== null && part.product === chosen);
  const select = (product: string | null | undefined) => {
    if (product != null) view.filter.value = { product };
  };
  const first = parts[0];
  const sentence = first?.product == null
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
        rows: parts.map(({ value }, index) => ({
          name: names[index] ?? "",
          value,
          shown: format.money(value),
        })),
      }}
    >
      <div class="doughnut-layout" data-chart="products">
        <div class="doughnut-box">
          <ChartCanvas
            label={`${texts.products}. ${sentence}`}
            spec={{
              kind: "doughnut",
              labels: names,
              values: parts.map((part) => part.value),
              series: 1,
              lastIsRest: parts.at(-1)?.product === null,
              formatShort: format.compactMoney,
              formatFull: format.money,
              selected: selected < 0 ? null : selected,
              onSelect: (index) => select(parts[index]?.product),
            }}
          />
          <div class="doughnut-total" aria-hidden="true">
            <strong title={format.money(total)}>{format.axisMoney(total)}</strong>
            <span class="muted">{texts.total}</span>
          </div>
        </div>
        <ul class="legend">
          {parts.map((part, index) => (
            <li key={part.product ?? ""}>
              <LegendEntry
                part={part}
                name={names[index] ?? ""}
                place={part.product === null ? "other" : String(index + 1)}
                hint={texts.filterBy(names[index] ?? "")}
                pressed={part.product !== null && part.product === chosen}
                format={format}
                onSelect={select}
              />
            </li>
          ))}
        </ul>
      </div>
    </ChartCard>
  );
}

interface LegendEntryProps {
  part: ProductPart;
  name: string;
  /** Place in the palette. */
  place: string;
  hint: string;
  pressed: boolean;
  format: Formatter;
  onSelect: (product: string | null) => void;
}

/** A slice in words; the rest cannot be asked for. */
function LegendEntry({ part, name, place, hint, pressed, format, onSelect }: LegendEntryProps) {
  const content = (
    <>
      <span class="swatch" data-series={place} />
      <span class="truncate" title={name}>{name}</span>
      <span class="number muted" title={format.money(part.value)}>
        {format.percent(part.share)}
      </span>
    </>
  );
  if (part.product === null) return <span class="legend-entry">{content}</span>;
  return (
    <button
      type="button"
      class="legend-entry"
      title={hint}
      aria-pressed={pressed}
      onClick={() => onSelect(part.product)}
    >
      {content}
    </button>
  );
}
