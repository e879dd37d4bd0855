import type { Collection, Stored } from "../store/collections.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import type { Store } from "../store/store.ts";
import { type Alert, ALERTS, type AlertState, type Severity } from "./alert.ts";
import { countOpen, type OpenCounts } from "./open_counts.ts";
import { everyPage } from "./routing/every_page.ts";

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

  /** Alerts that fire now. */
  countFiring(): Promise<number> {
    return this.#alerts.count({ state: "firing" });
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
