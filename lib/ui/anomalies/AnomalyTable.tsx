import type { PublicAnomaly } from "../../anomalies/anomaly.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Ago } from "../Ago.tsx";
import { Link } from "../Link.tsx";

export interface AnomalyTableProps {
  anomalies: readonly PublicAnomaly[];
  texts: Messages["anomalies"];
  format: Formatter;
}

/** What is unusual, in the words of the events: `error · region SP`. */
export function anomalyName({ type, dimension, dimensionValue, userId }: PublicAnomaly): string {
  const part = dimension === null ? userId : `${dimension} ${dimensionValue ?? ""}`;
  return part === null ? type : `${type} · ${part}`;
}

/** Anomalies with their figures; the way to each one's page. */
export function AnomalyTable({ anomalies, texts, format }: AnomalyTableProps) {
  return (
    <div class="table-box">
      <table class="table table-cards finding-table">
        <thead>
          <tr>
            <th scope="col">{texts.what}</th>
            <th scope="col">{texts.kind}</th>
            <th scope="col">{texts.noticed}</th>
            <th scope="col">{texts.lasted}</th>
            <th scope="col" class="number">{texts.observed}</th>
            <th scope="col" class="number">{texts.expected}</th>
            <th scope="col">{texts.reasons}</th>
          </tr>
        </thead>
        <tbody>
          {anomalies.map((anomaly) => (
            <tr key={anomaly.id}>
              <td class="cell-name">
                <Link href={`/anomalies/${encodeURIComponent(anomaly.id)}`}>
                  {anomalyName(anomaly)}
                </Link>
              </td>
              <td>{texts.kinds[anomaly.kind]}</td>
              <td>
                <Ago at={anomaly.noticedAt} format={format} />
              </td>
              <td>
                {anomaly.endedAt === null
                  ? <span class="badge" data-state="warning">{texts.goesOn}</span>
                  : <Ago at={anomaly.endedAt} format={format} />}
              </td>
              <td class="number">{format.compact(anomaly.observed)}</td>
              <td class="number">{format.compact(anomaly.expected)}</td>
              <td class="cell-reasons">{anomaly.reasons[0]?.text ?? texts[anomaly.direction]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
