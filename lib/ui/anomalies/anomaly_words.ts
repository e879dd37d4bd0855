import type { Anomaly } from "../../anomalies/anomaly.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";

type Named = Pick<Anomaly, "kind" | "type" | "metric" | "dimension" | "dimensionValue"> & {
  userId?: string | null;
};

/** What is unusual, in the words of the events: `error · region SP`, `Share of error`. */
export function anomalyName(
  { kind, type, metric, dimension, dimensionValue, userId = null }: Named,
  { names }: Pick<Messages["anomalies"], "names">,
): string {
  const name = kind === "share"
    ? names.share(type)
    : kind !== "gauge"
    ? type
    : metric === "sum"
    ? names.sum(type)
    : metric === "level"
    ? names.waiting
    : names.mean(type);
  const part = dimension === null ? userId : `${dimension} ${dimensionValue ?? ""}`;
  return part === null ? name : `${name} · ${part}`;
}

/** Writes the figures of an anomaly in its unit: events, a part of them, or money. */
export function figureWriter(
  { kind, metric }: Pick<Anomaly, "kind" | "metric">,
  format: Formatter,
): (value: number) => string {
  if (kind === "share") return (part) => format.percent(part);
  if (kind === "record" || metric === "sum") return format.compactMoney;
  return format.compact;
}
