import { type Happening, type Span, spanOf, touches } from "../../dashboard/happening.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { anomalyName } from "../anomalies/anomaly_words.ts";
import type { MarkTone } from "../charts/chart_marks.ts";

/** What happened, as a chart over time marks it. */
export interface HappeningMarks {
  spans: (Span & { tone: MarkTone })[];
  /** What stands at a bucket, in words. */
  notesAt(index: number): string[];
  /** The bucket's name with what stands there, for the table. */
  named(name: string, index: number): string;
}

/** Words for a happening. */
export function happeningName(happening: Happening, texts: Messages["happening"]): string {
  return happening.kind === "alert"
    ? texts.alert(happening.alertname)
    : texts.anomaly(anomalyName(happening.series, texts));
}

/** When it was, as short as the reader can tell. */
export function happeningTime(
  { from, to }: Happening,
  texts: Messages["happening"],
  format: Formatter,
): string {
  const begin = format.bucket(from, "hour");
  return to === null ? texts.goesOn(begin) : `${begin} – ${format.bucket(to, "minute")}`;
}

/** Places what happened on the buckets that begin at `times` (ISO 8601). */
export function happeningMarks(
  happenings: readonly Happening[],
  times: readonly string[],
  texts: Messages["happening"],
): HappeningMarks {
  const starts = times.map((t) => Date.parse(t));
  const placed = happenings.map((happening) => ({
    ...spanOf(happening, starts),
    tone: happening.kind === "alert" ? happening.severity : "warning" as const,
    name: happeningName(happening, texts),
  }));
  const notesAt = (index: number) => [
    ...new Set(placed.filter((span) => touches(span, index)).map(({ name }) => name)),
  ];
  return {
    spans: placed,
    notesAt,
    named: (name, index) => [name, ...notesAt(index)].join(" · "),
  };
}
