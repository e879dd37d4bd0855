import { type Alert, EXTERNAL_RULE_ID } from "../../alerts/alert.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Stored } from "../../store/collections.ts";
import { Ago } from "../Ago.tsx";
import { Link } from "../Link.tsx";
import { valueText } from "./rule_words.ts";
import { SEVERITY_BADGES } from "./severity_badges.ts";

export interface AlertTableProps {
  alerts: readonly Stored<Alert>[];
  texts: Messages["alerts"];
  format: Formatter;
  mayManage: boolean;
}

/** Alerts with their figures, and what can be done about those that are open. */
export function AlertTable({ alerts, texts, format, mayManage }: AlertTableProps) {
  return (
    <div class="table-box">
      <table class="table table-cards finding-table">
        <thead>
          <tr>
            <th scope="col">{texts.alert}</th>
            <th scope="col">{texts.severity}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col" class="number">{texts.value}</th>
            <th scope="col">{texts.summary}</th>
            <th scope="col" class="actions">{texts.actions}</th>
          </tr>
        </thead>
        <tbody>
          {alerts.map((alert) => (
            <tr key={alert.id} id={`alert-${alert.id}`} data-alert={alert.state}>
              <td class="cell-name">
                {alert.ruleId === EXTERNAL_RULE_ID
                  ? alert.alertname
                  : (
                    <Link class="row-link" href={`/alerts/rules#rule-${alert.ruleId}`}>
                      {alert.alertname}
                    </Link>
                  )}
              </td>
              <td>
                <span class="badge" data-state={SEVERITY_BADGES[alert.severity]}>
                  {texts.severities[alert.severity]}
                </span>
              </td>
              <td>
                {texts.states[alert.state]}{" "}
                <Ago
                  at={alert.resolvedAt ?? alert.firedAt ?? alert.pendingAt}
                  format={format}
                  class="muted"
                />
              </td>
              <td class="number">
                {alert.value === null
                  ? "–"
                  : valueText(alert.value, alert.unit ?? "number", format)}
              </td>
              <td class="cell-reasons">
                {alert.annotations.summary} <span class="muted mono">{labelWords(alert)}</span>
              </td>
              <td class="actions">
                <Actions alert={alert} texts={texts} mayManage={mayManage} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The labels that have no column of their own. */
function labelWords({ labels }: Alert): string {
  return Object.entries(labels)
    .filter(([name]) => name !== "alertname" && name !== "severity")
    .map(([name, value]) => `${name}=${value}`).join(", ");
}

interface ActionsProps {
  alert: Stored<Alert>;
  texts: Messages["alerts"];
  mayManage: boolean;
}

function Actions({ alert, texts, mayManage }: ActionsProps) {
  const by = alert.acknowledgedBy;
  return (
    <div class="form-actions">
      {by !== null && <span class="muted">{texts.acknowledgedBy(by)}</span>}
      {mayManage && alert.state === "firing" && by === null && (
        <form method="post">
          <button
            type="submit"
            class="button"
            name="acknowledge"
            value={alert.id}
            aria-label={texts.acknowledgeName(alert.alertname)}
          >
            {texts.acknowledge}
          </button>
        </form>
      )}
      {mayManage && alert.state !== "resolved" && (
        <a
          class="button button-ghost"
          href={`/alerts/silences?alert=${encodeURIComponent(alert.id)}`}
          aria-label={texts.silenceName(alert.alertname)}
        >
          {texts.silence}
        </a>
      )}
    </div>
  );
}
