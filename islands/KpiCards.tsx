import { useEffect, useRef, useState } from "preact/hooks";
import { formatterFor } from "@/lib/i18n/format.ts";
import { dashboardMessagesFor } from "@/lib/i18n/dashboard_messages.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";
import { Icon } from "@/lib/ui/icons.tsx";

type KpiName = "revenue" | "orders" | "averageTicket" | "errors" | "activeUsers" | "events";
type Rising = "good" | "bad" | "neutral";
const KPIS: { name: KpiName; money: boolean; rising: Rising }[] = [
  { name: "revenue", money: true, rising: "good" },
  { name: "orders", money: false, rising: "good" },
  { name: "averageTicket", money: true, rising: "good" },
  { name: "errors", money: false, rising: "bad" },
  { name: "activeUsers", money: false, rising: "good" },
  { name: "events", money: false, rising: "neutral" },
];
/** Changes below this write as 0.0 %. */
const SMALLEST_CHANGE = 0.0005;

/** Larger changes say how many times the old figure the new one is. */
const LARGEST_PART = 10;

interface Change {
  /** Part by which the figure changed. */
  part: number;
  arrow: "up" | "down" | "flat";
  tone: Rising;
}

/** How a figure changed, or `null` where there was nothing before. */
function changeOf(now: number, before: number, rising: Rising): Change | null {
  if (before === 0) return null;
  const part = (now - before) / Math.abs(before);
  if (Math.abs(part) < SMALLEST_CHANGE) return { part: 0, arrow: "flat", tone: "neutral" };
  const tone = rising === "neutral" ? rising : (part > 0) === (rising === "good") ? "good" : "bad";
  return { part, arrow: part > 0 ? "up" : "down", tone };
}

/** Key figures of the period, each with its change against the period before. */
export function KpiCards({ view, locale, currency }: DashboardProps) {
  const { kpi: texts, range: ranges } = dashboardMessagesFor(locale);
  const { summary, previous, timeZone, range } = view.data.value;
  const compared = range.preset === "custom" ? texts.before : texts.previous(ranges[range.preset]);
  const format = formatterFor(locale, currency, timeZone);
  const stale = view.freshness.value.kind === "stale";
  const full = (value: number, money: boolean) => money ? format.money(value) : format.count(value);
  return (
    <section aria-label={texts.summary}>
      <dl class={`kpis ${stale ? "stale" : ""}`}>
        {KPIS.map(({ name, money, rising }) => {
          const value = summary[name];
          const change = changeOf(value, previous[name], rising);
          return (
            <div class="card kpi" key={name} data-kpi={name}>
              <dt class="kpi-label">{texts[name]}</dt>
              <Figure
                shown={money ? format.compactMoney(value) : format.compact(value)}
                full={full(value, money)}
              />
              <dd
                class="kpi-change"
                data-tone={change?.tone}
                title={`${compared}: ${full(previous[name], money)}`}
              >
                {change === null ? <span class="truncate">{texts.noPrevious}</span> : (
                  <>
                    <span class="delta">
                      <Icon name={change.arrow} size={12} />
                      {Math.abs(change.part) < LARGEST_PART
                        ? format.percent(change.part, true)
                        : `${format.compact(value / previous[name])}×`}
                    </span>
                    <span class="truncate">{compared}</span>
                  </>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
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
    <dd key={turn} class="kpi-value" title={full} data-changed={turn > 0 ? "" : undefined}>
      <span aria-hidden="true">{shown}</span>
      <span class="visually-hidden">{full}</span>
    </dd>
  );
}
