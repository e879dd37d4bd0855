import { formatterFor } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locale.ts";
import type { WidgetState } from "../charts/ChartCard.tsx";
import type { Freshness } from "./view.ts";

/**
 * What a chart says of its data. The numbers came with the page, so a failed request leaves them as
 * they are; the feed, which is what failed, says so itself.
 */
export function widgetState(freshness: Freshness, locale: Locale): WidgetState {
  if (freshness.kind === "updating") return { kind: "updating" };
  if (freshness.kind !== "stale") return { kind: "fresh" };
  const format = formatterFor(locale, "USD", "UTC");
  return { kind: "stale", age: format.relative(freshness.since, Date.now()) };
}
