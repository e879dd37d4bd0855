import { type Series, seriesKey } from "../../anomalies/detection/series.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { anomalyName } from "./anomaly_words.ts";

export interface LearningSeriesProps {
  /** Those that are not judged yet. */
  series: readonly (Series & { readyAt: string | null })[];
  texts: Messages["anomalies"];
  format: Formatter;
}

/** Which series are not judged yet, and from when on they are. */
export function LearningSeries({ series, texts, format }: LearningSeriesProps) {
  if (series.length === 0) return null;
  return (
    <details class="card card-body">
      <summary>{texts.learning(format.count(series.length))}</summary>
      <ul class="plain-list anomaly-learning">
        {series.map(({ readyAt, ...each }) => (
          <li key={seriesKey(each)}>
            {anomalyName(each, texts)}{" "}
            <span class="muted">
              {readyAt === null ? texts.readyLater : texts.ready(format.dateTime(readyAt))}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
