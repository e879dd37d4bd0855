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

/** Alerts of one transaction. */
const BATCH = 50;
/** No alert has been firing for longer. */
const OLDEST_MS = 10 * 365 * 86_400_000;

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
        const isNews = row?.routed === null && fired.every(({ id }) => id !== row.id);
        if (isNews) fired.push(row);
      } else if (open !== null) {
        const row = await this.#resolve(open, delivered);
        if (row !== null) resolved.push(row);
      }
    }
    const changed = [...fired, ...resolved];
    if (changed.length > 0) {
      await this.#options.router.route(changed);
      await this.#noteRouted(changed);
      this.#options.onChanged(changed);
    }
    const unchanged = alerts.length - changed.length;
    return { fired: fired.length, resolved: resolved.length, unchanged };
  }

  async #noteRouted(changed: readonly Stored<Alert>[]): Promise<void> {
    for (let from = 0; from < changed.length; from += BATCH) {
      await this.#options.store.transaction(async (tx) => {
        const alerts = tx.collection(ALERTS);
        for (const { id, state } of changed.slice(from, from + BATCH)) {
          if (state !== "pending") await alerts.patch(id, { routed: state }, { state });
        }
      });
    }
  }

  async #fire(
    { startsAt, annotations }: Delivered,
    labels: Record<string, string>,
    fingerprint: string,
  ): Promise<Stored<Alert> | null> {
    const since = new Date(this.#plausible(Date.parse(startsAt))).toISOString();
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

  /** The beginning of an alert, or now where another system's clock cannot be right. */
  #plausible(startsAt: number): number {
    const now = this.#options.now();
    return startsAt > now || startsAt < now - OLDEST_MS ? now : startsAt;
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
