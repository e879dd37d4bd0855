import type { Collection, Stored } from "../../store/collections.ts";
import { DuplicateError, type Store } from "../../store/store.ts";
import { type Alert, ALERTS, EXTERNAL_RULE_ID } from "../alert.ts";
import type { AlertRouter } from "../alert_router.ts";
import { type AlertmanagerInput, severityOf } from "./alertmanager_input.ts";
import { externalFingerprint } from "./external_fingerprint.ts";

/** What a delivery changed. */
export interface ReceivedAlerts {
  fired: number;
  resolved: number;
  /** Known already, or resolved without having fired here. */
  unchanged: number;
}

export interface ExternalAlertsOptions {
  store: Store;
  router: AlertRouter;
  onChanged(alerts: readonly Stored<Alert>[]): void;
  now: () => number;
}

type Delivered = AlertmanagerInput["alerts"][number];

/** Takes alerts of an Alertmanager as alerts of one's own. */
export class ExternalAlerts {
  readonly #options: ExternalAlertsOptions;
  readonly #alerts: Collection<Alert>;

  constructor(options: ExternalAlertsOptions) {
    this.#options = options;
    this.#alerts = options.store.collection(ALERTS);
  }

  /** Stores and routes what has changed. Delivered again, it changes nothing. */
  async receive({ alerts }: AlertmanagerInput): Promise<ReceivedAlerts> {
    const fired: Stored<Alert>[] = [];
    const resolved: Stored<Alert>[] = [];
    for (const delivered of alerts) {
      const labels = labelsOf(delivered);
      const fingerprint = externalFingerprint(labels);
      const open = await this.#alerts.findOne({ openFingerprint: fingerprint });
      if (delivered.status === "firing") {
        const row = open ?? await this.#fire(delivered, labels, fingerprint);
        // One that was stored by a delivery that broke off is still to be routed.
        if (row !== null && row.routed === null) fired.push(row);
      } else if (open !== null) {
        const row = await this.#resolve(open, delivered);
        if (row !== null) resolved.push(row);
      }
    }
    const changed = [...fired, ...resolved];
    if (changed.length > 0) {
      await this.#options.router.route(changed);
      for (const { id, state } of changed) {
        if (state !== "pending") await this.#alerts.patch(id, { routed: state }, { state });
      }
      this.#options.onChanged(changed);
    }
    const unchanged = alerts.length - changed.length;
    return { fired: fired.length, resolved: resolved.length, unchanged };
  }

  async #fire(
    { startsAt, annotations }: Delivered,
    labels: Record<string, string>,
    fingerprint: string,
  ): Promise<Stored<Alert> | null> {
    const since = new Date(startsAt).toISOString();
    try {
      return await this.#alerts.insert({
        ruleId: EXTERNAL_RULE_ID,
        alertname: labels.alertname!,
        fingerprint,
        openFingerprint: fingerprint,
        dimensionValue: null,
        labels,
        annotations,
        severity: severityOf(labels.severity),
        state: "firing",
        value: null,
        pendingAt: since,
        firedAt: since,
        resolvedAt: null,
        clearedAt: null,
        acknowledgedBy: null,
        acknowledgedAt: null,
        routed: null,
      });
    } catch (error) {
      // The same alert in a delivery at the same time.
      if (!(error instanceof DuplicateError)) throw error;
      return null;
    }
  }

  async #resolve(open: Stored<Alert>, { endsAt }: Delivered): Promise<Stored<Alert> | null> {
    const now = this.#options.now();
    const end = endsAt === undefined ? now : Date.parse(endsAt);
    // Alertmanager writes the year 1 for an end that it does not know.
    const resolvedAt = new Date(end < Date.parse(open.pendingAt) ? now : end).toISOString();
    return await this.#alerts.patch(
      open.id,
      { state: "resolved", resolvedAt, openFingerprint: null },
      { state: "firing" },
    );
  }
}

/** With a name and a severity that routes here can rely on. */
function labelsOf({ labels }: Delivered): Record<string, string> {
  return {
    ...labels,
    alertname: labels.alertname || "Alert",
    severity: severityOf(labels.severity),
  };
}
