import { useEffect, useRef, useState } from "preact/hooks";
import { formatterFor } from "@/lib/i18n/format.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import type { Summary } from "@/lib/store/events.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";
import { Icon } from "@/lib/ui/icons.tsx";

type KpiName = "revenue" | "orders" | "averageTicket" | "errors" | "activeUsers" | "events";
const KPIS: { name: KpiName; money: boolean; rising: "good" | "bad" | "neutral" }[] = [
  { name: "revenue", money: true, rising: "good" },
  { name: "orders", money: false, rising: "good" },
  { name: "averageTicket", money: true, rising: "good" },
  { name: "errors", money: false, rising: "bad" },
  { name: "activeUsers", money: false, rising: "good" },
  { name: "events", money: false, rising: "neutral" },
];

/** Part by which a figure changed, or `null` where there was nothing before. */
function changeOf(summary: Summary, previous: Summary, name: KpiName): number | null {
  return previous[name] === 0 ? null : (summary[name] - previous[name]) / Math.abs(previous[name]);
}

/** Key figures of the period, each with its change against the period before. */
export function KpiCards({ view, locale, currency }: DashboardProps) {
  const { kpi: texts, range: ranges } = messagesFor(locale);
  const { summary, previous, timeZone, range } = view.data.value;
  const compared = range.preset === "custom" ? texts.before : texts.previous(ranges[range.preset]);
  const format = formatterFor(locale, currency, timeZone);
  const stale = view.freshness.value.kind === "stale";
  return (
    <section class={`kpis ${stale ? "stale" : ""}`} aria-label={texts.summary}>
      {KPIS.map(({ name, money, rising }) => {
        const value = summary[name];
        const change = changeOf(summary, previous, name);
        const direction = change === null || Math.abs(change) < 0.0005 ? 0 : Math.sign(change);
        const tone = direction === 0 || rising === "neutral"
          ? "neutral"
          : (direction > 0) === (rising === "good")
          ? "good"
          : "bad";
        return (
          <div class="card kpi" key={name} data-kpi={name}>
            <div class="kpi-label">{texts[name]}</div>
            <Figure
              shown={money ? format.compactMoney(value) : format.compact(value)}
              full={money ? format.money(value) : format.count(value)}
            />
            <div class="kpi-change" data-tone={tone}>
              {change === null ? <span>{texts.noPrevious}</span> : (
                <>
                  <span class="delta">
                    <Icon name={direction > 0 ? "up" : direction < 0 ? "down" : "flat"} size={12} />
                    {format.percent(change, true)}
                  </span>
                  <span class="truncate">{compared}</span>
                </>
              )}
            </div>
          </div>
        );
      })}
    </section>
  );
}

/** A figure that tints for a moment when it changes. */
function Figure({ shown, full }: { shown: string; full: string }) {
  const before = useRef(shown);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (before.current !== shown) setTurn((n) => n + 1);
    before.current = shown;
  }, [shown]);
  return (
    <div key={turn} class="kpi-value" title={full} data-changed={turn > 0 ? "" : undefined}>
      <span aria-hidden="true">{shown}</span>
      <span class="visually-hidden">{full}</span>
    </div>
  );
}
