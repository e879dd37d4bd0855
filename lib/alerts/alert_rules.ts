import { invalidInput } from "../http/problem.ts";
import type { Collection, Stored } from "../store/collections.ts";
import type { EventStore } from "../store/events.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import { ConflictError, type Store, type Transaction } from "../store/store.ts";
import { type Alert, ALERTS } from "./alert.ts";
import { endAlert } from "./alert_changes.ts";
import { everyPage } from "./routing/every_page.ts";
import type { AnomalySource } from "./anomaly_spans.ts";
import { type BackTest, backTest, hasPast } from "./backtest.ts";
import {
  ALERT_RULES,
  type AlertRule,
  isSameMeaning,
  type RuleInput,
  type StoredRule,
} from "./rule.ts";

/** Rules that one Vigia evaluates at most. */
export const MAX_RULES = 500;

export interface AlertRulesOptions {
  store: Store;
  events: Pick<EventStore, "timeseries">;
  anomalies: AnomalySource;
  /** Told of alerts that ended because their rule was changed. */
  onChanged(alerts: readonly Stored<Alert>[]): void;
  now?: () => number;
}

/** What people do with rules: write, change, delete and try them on the past. */
export class AlertRules {
  readonly #options: AlertRulesOptions;
  readonly #rules: Collection<AlertRule>;
  readonly #now: () => number;

  constructor(options: AlertRulesOptions) {
    this.#options = options;
    this.#rules = options.store.collection(ALERT_RULES);
    this.#now = options.now ?? Date.now;
  }

  /** Newest first. @throws UnknownCursorError */
  list(page: PageRequest): Promise<Page<StoredRule>> {
    return this.#rules.find(page);
  }

  get(id: string): Promise<StoredRule | null> {
    return this.#rules.get(id);
  }

  /** Adds a rule; `by` is who wrote it. @throws ProblemError 422 when there are 500 already. */
  async create(input: RuleInput, by: string): Promise<StoredRule> {
    if (await this.#rules.count() >= MAX_RULES) {
      throw invalidInput([{ path: "name", message: `There are ${MAX_RULES} rules already` }]);
    }
    return await this.#rules.insert({ ...input, packKey: null, changedBy: by });
  }

  /**
   * Writes a rule over the version that was read; `null` when there is none. Open alerts that the
   * changed rule would not raise in the same words, or is off for, end with the change.
   * @throws ConflictError when somebody else changed it first.
   */
  async replace(
    id: string,
    version: number,
    input: RuleInput,
    by: string,
  ): Promise<StoredRule | null> {
    const { rule, ended } = await this.#options.store.transaction(async (tx) => {
      const rules = tx.collection(ALERT_RULES);
      const before = await rules.get(id);
      if (before === null) return { rule: null, ended: [] };
      if (before.version !== version) throw new ConflictError(ALERT_RULES.name, id);
      const rule = await rules.replace({ ...before, ...input, changedBy: by });
      const goOn = rule.enabled && isSameMeaning(before, rule);
      return { rule, ended: goOn ? [] : await this.#endAlerts(tx, id) };
    });
    if (ended.length > 0) this.#options.onChanged(ended);
    return rule;
  }

  /** Whether there was one; its open alerts end with it, and the router takes that as any other end. */
  async delete(id: string): Promise<boolean> {
    const ended = await this.#options.store.transaction(async (tx) => {
      const isGone = await tx.collection(ALERT_RULES).delete(id);
      return isGone ? await this.#endAlerts(tx, id) : null;
    });
    if (ended !== null && ended.length > 0) this.#options.onChanged(ended);
    return ended !== null;
  }

  /** Ends what a rule has raised; rows of what fired. */
  async #endAlerts(tx: Transaction, ruleId: string): Promise<Stored<Alert>[]> {
    const alerts = tx.collection(ALERTS);
    const ended: Stored<Alert>[] = [];
    for (const alert of await everyPage(alerts, { ruleId, state: { in: ["pending", "firing"] } })) {
      const row = await endAlert(alerts, alert, this.#now());
      if (row !== null) ended.push(row);
    }
    return ended;
  }

  /**
   * How often a rule would have fired in the days before now.
   * @throws ProblemError 422 for rules about what has no past.
   */
  async backTest(rule: RuleInput, days: number): Promise<BackTest> {
    if (!hasPast(rule.condition)) {
      const message = "Vigia keeps no past of its own numbers to try this on";
      throw invalidInput([{ path: "rule.condition.kind", message }]);
    }
    const { events, anomalies } = this.#options;
    return await backTest(rule, { events, anomalies, until: this.#now(), days });
  }
}
