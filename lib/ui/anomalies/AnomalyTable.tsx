import type { PublicAnomaly } from "../../anomalies/anomaly.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { TellReason } from "../../anomalies/reasons/tell_reason.ts";
import { Ago } from "../Ago.tsx";
import { Link } from "../Link.tsx";
import { anomalyName, figureWriter } from "./anomaly_words.ts";

export interface AnomalyTableProps {
  anomalies: readonly PublicAnomaly[];
  texts: Messages["anomalies"];
  format: Formatter;
  tell: TellReason;
}

/** Anomalies with their figures; the way to each one's page. */
export function AnomalyTable({ anomalies, texts, format, tell }: AnomalyTableProps) {
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
            <tr key={anomaly.id} id={`anomaly-${anomaly.id}`}>
              <td class="cell-name">
                <Link href={`/anomalies/${encodeURIComponent(anomaly.id)}`}>
                  {anomalyName(anomaly, texts)}
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
              <td class="number">{figureWriter(anomaly, format)(anomaly.observed)}</td>
              <td class="number">{figureWriter(anomaly, format)(anomaly.expected)}</td>
              <td class="cell-reasons">{firstReason(anomaly, texts, tell)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function firstReason(
  { reasons, direction }: PublicAnomaly,
  texts: Messages["anomalies"],
  tell: TellReason,
) {
  const [first] = reasons;
  return first === undefined ? texts[direction] : tell(first);
}
