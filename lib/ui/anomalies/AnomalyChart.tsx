import type { AnomalyHistory } from "../../anomalies/anomaly_history.ts";
import type { PublicAnomaly } from "../../anomalies/anomaly.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { anomalyName, figureWriter } from "./anomaly_words.ts";

export interface AnomalyChartProps {
  anomaly: PublicAnomaly;
  history: AnomalyHistory;
  texts: Messages["anomalies"];
  format: Formatter;
}

const HEIGHT = 100;
/** Of the width of a bucket, between two bars. */
const GAP = 0.2;

/** The series around an anomaly as bars, its expected band shaded; with the same as a table. */
export function AnomalyChart({ anomaly, history, texts, format }: AnomalyChartProps) {
  const { points, bucketMs } = history;
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const write = figureWriter(anomaly, format);
  const top = Math.max(anomaly.high, ...points.map(({ value }) => value ?? 0)) || 1;
  const heightOf = (value: number | null) => Math.max(0, value ?? 0) / top * HEIGHT;
  const title = texts.chart(
    anomaly.kind === "count" ? texts.counted : anomalyName(anomaly, texts),
    format.count(bucketMs / 60_000),
  );
  const band = texts.chartBand(write(anomaly.low), write(anomaly.high));
  return (
    <section class="card detail-card" aria-label={title}>
      <div class="card-head">
        <h2>{title}</h2>
      </div>
      <p class="card-note">{band}</p>
      <div class="card-body">
        <svg
          class="anomaly-chart"
          viewBox={`0 0 ${points.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title}. ${band}. ${texts.chartTop(write(top))}`}
        >
          <rect
            class="anomaly-band"
            x={0}
            width={points.length}
            y={HEIGHT - heightOf(anomaly.high)}
            height={heightOf(anomaly.high) - heightOf(anomaly.low)}
          />
          {points.map(({ t, value, isUnusual }, index) => (
            <rect
              key={t}
              class={isUnusual ? "anomaly-bar anomaly-bar-unusual" : "anomaly-bar"}
              x={index + GAP / 2}
              width={1 - GAP}
              y={HEIGHT - heightOf(value)}
              height={heightOf(value)}
            />
          ))}
        </svg>
        <p class="anomaly-axis muted">
          <span>{format.bucket(first.t, "hour")}</span>
          <span>{texts.chartTop(write(top))}</span>
          <span>{format.bucket(last.t, "hour")}</span>
        </p>
        <details>
          <summary class="button">{texts.table}</summary>
          <div class="chart-table" tabIndex={0} role="region" aria-label={title}>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">{texts.time}</th>
                  <th scope="col" class="number">{texts.observed}</th>
                </tr>
              </thead>
              <tbody>
                {points.map(({ t, value }) => (
                  <tr key={t}>
                    <td>{format.bucket(t, "hour")}</td>
                    <td class="number">{value === null ? "–" : write(value)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </div>
    </section>
  );
}
