import type { Collection, Stored } from "../store/collections.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import type { Store } from "../store/store.ts";
import { type Alert, ALERTS, type AlertState, SEVERITIES, type Severity } from "./alert.ts";
import { firingAlertOf, type FiringAlerts } from "./firing_alerts.ts";
import { countOpen, type OpenCounts } from "./open_counts.ts";
import { everyPage } from "./routing/every_page.ts";

/** So many of the firing alerts are named; of more only the number is told. */
const NAMED_FIRING = 50;

/** Which alerts a list shows. */
export interface AlertFilter {
  state?: AlertState | undefined;
  severity?: Severity | undefined;
  ruleId?: string | undefined;
}

export interface AlertBookOptions {
  store: Store;
  /** Told of alerts that were acknowledged. */
  onChanged(alerts: readonly Stored<Alert>[]): void;
  now?: () => number;
}

/** Alerts as people see them. */
export class AlertBook {
  readonly #options: AlertBookOptions;
  readonly #alerts: Collection<Alert>;

  constructor(options: AlertBookOptions) {
    this.#options = options;
    this.#alerts = options.store.collection(ALERTS);
  }

  /** Newest first. @throws UnknownCursorError */
  list(where: AlertFilter, page: PageRequest): Promise<Page<Stored<Alert>>> {
    return this.#alerts.find({ ...page, where });
  }

  get(id: string): Promise<Stored<Alert> | null> {
    return this.#alerts.get(id);
  }

  /** Open alerts of each rule, by its id. */
  async countOpen(): Promise<Record<string, OpenCounts>> {
    const open = { state: { in: ["pending", "firing"] as AlertState[] } };
    return countOpen(await everyPage(this.#alerts, open));
  }

  /** What fires now. */
  async firing(): Promise<FiringAlerts> {
    const { items, next } = await this.#alerts.find({
      where: { state: "firing" },
      limit: NAMED_FIRING,
    });
    const count = async (severity: Severity) =>
      next === null
        ? items.filter((alert) => alert.severity === severity).length
        : await this.#alerts.count({ state: "firing", severity });
    const counts = await Promise.all(SEVERITIES.map(count));
    const [critical = 0, warning = 0, info = 0] = counts;
    return { counts: { critical, warning, info }, alerts: items.map(firingAlertOf) };
  }

  /**
   * Notes that somebody looks after a firing alert; once, and not after its end. The row as it is
   * then, `null` when there is none.
   */
  async acknowledge(id: string, by: string): Promise<Stored<Alert> | null> {
    const acknowledgedAt = new Date((this.#options.now ?? Date.now)()).toISOString();
    const changed = await this.#alerts.patch(
      id,
      { acknowledgedBy: by, acknowledgedAt },
      { state: "firing", acknowledgedAt: null },
    );
    if (changed === null) return await this.#alerts.get(id);
    this.#options.onChanged([changed]);
    return changed;
  }
}
