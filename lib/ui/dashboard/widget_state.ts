import { formatterFor } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locale.ts";
import type { WidgetState } from "../charts/ChartCard.tsx";
import type { Freshness } from "./view.ts";

/** What a widget says of its data; numbers one already has are never covered by an error. */
export function widgetState(freshness: Freshness, locale: Locale): WidgetState {
  if (freshness.kind === "failed") return { kind: "error", retry: () => location.reload() };
  if (freshness.kind !== "stale") return { kind: "fresh" };
  const format = formatterFor(locale, "USD", "UTC");
  return { kind: "stale", age: format.relative(freshness.since, Date.now()) };
}
