import type { Logger } from "../logging/logger.ts";
import type { Collection, Stored } from "../store/collections.ts";
import { Lease } from "../store/lease.ts";
import type { Store, Transaction } from "../store/store.ts";
import { type Alert, ALERTS, EXTERNAL_RULE_ID } from "./alert.ts";
import { type AlertChange, endAlert, stateOf, writeChange } from "./alert_changes.ts";
import { ALERT_CLOCK, type AlertClock, CLOCK_ID, readClock } from "./alert_clock.ts";
import type { AlertRouter } from "./alert_router.ts";
import type { AnomalySource } from "./anomaly_spans.ts";
import { WHOLE } from "./bucket_grid.ts";
import { MAX_WINDOW_MINUTES } from "./condition.ts";
import { GridCache } from "./grid_reader.ts";
import { everyPage } from "./routing/every_page.ts";
import { ALERT_RULES, type AlertRule, type StoredRule } from "./rule.ts";
import { type InternalNumbers, neededSources, type RuleInputs, stepValues } from "./rule_inputs.ts";
import { GRID_MS, type RuleState } from "./rule_state.ts";

/** Name of the engine's lease. */
export const LEASE = "alert_rules";
/** A minute is over when its last events had this time to arrive. */
export const GRACE_MS = 5_000;
/** After a longer pause only this many moments are caught up; what was before is not evaluated. */
export const MAX_CATCH_UP = 60;

export interface AlertEngineOptions {
  store: Store;
  router: AlertRouter;
  anomalies: AnomalySource;
  /** Vigia's own numbers as they are now. */
  internal(): Promise<InternalNumbers>;
  /** Told after rows have changed, newest state of each. */
  onChanged(alerts: readonly Stored<Alert>[]): void;
  logger: Logger;
  now?: () => number;
  /** The right to evaluate. Default the store's own lease. */
  lease?: Lease;
  /** Moments that are caught up after a pause. Default `MAX_CATCH_UP`. */
  maxCatchUp?: number;
}

/**
 * Evaluates all rules on the grid. Between rounds nothing but cached numbers is kept in memory: where
 * each rule stands is in the rows of open alerts, so a restart goes on where the last process was.
 */
export class AlertEngine {
  readonly #options: AlertEngineOptions;
  readonly #now: () => number;
  readonly #rules: Collection<AlertRule>;
  readonly #alerts: Collection<Alert>;
  readonly #lease: Lease;
  readonly #grids: GridCache;
  #round: Promise<void> | null = null;

  constructor(options: AlertEngineOptions) {
    const { store } = options;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#rules = store.collection(ALERT_RULES);
    this.#alerts = store.collection(ALERTS);
    this.#lease = options.lease ?? new Lease(store, this.#now, LEASE);
    this.#grids = new GridCache(store.events);
  }

  /**
   * Evaluates every moment that is due, at most `MAX_CATCH_UP`, unless another process does, and hands
   * over to the router what has not reached it yet. Calls at the same time share a round.
   */
  async round(): Promise<void> {
    this.#round ??= this.#roundOnce().finally(() => this.#round = null);
    await this.#round;
  }

  /** Lets another process evaluate; at the end. */
  async release(): Promise<void> {
    await this.#round?.catch(() => {});
    await this.#lease.release();
  }

  /** Hands over to the router whatever changed and was not taken yet, oldest first. */
  async routeChanges(): Promise<void> {
    const lagging = await this.#lagging();
    if (lagging.length === 0) return;
    await this.#options.router.route(lagging);
    await this.#options.store.transaction(async (tx) => {
      const alerts = tx.collection(ALERTS);
      for (const { id, state } of lagging) {
        if (state !== "pending") await alerts.patch(id, { routed: state }, { state });
      }
    });
  }

  /** Alerts whose change the router has not taken yet, oldest first. */
  async #lagging(): Promise<Stored<Alert>[]> {
    return (await Promise.all([
      everyPage(this.#alerts, { state: "firing", routed: null }),
      everyPage(this.#alerts, { state: "resolved", routed: null }),
      everyPage(this.#alerts, { state: "resolved", routed: "firing" }),
    ])).flat().sort((a, b) => a.updatedAt < b.updatedAt ? -1 : 1);
  }

  async #roundOnce(): Promise<void> {
    // Rounds are far more frequent than moments of the grid, and a lease costs writes.
    const clocks = this.#options.store.collection(ALERT_CLOCK);
    const seen = await readClock(clocks);
    if (this.#ticksAfter(seen).length === 0 && (await this.#lagging()).length === 0) return;
    if (!await this.#lease.hold()) return;
    await this.#route();
    const clock = await readClock(clocks);
    const ticks = this.#ticksAfter(clock);
    if (ticks.length > 0) await this.#evaluate(ticks, clock.lastTick);
    await this.#route();
  }

  /** A router that fails is asked again in the next round; the rules go on. */
  async #route(): Promise<void> {
    try {
      await this.routeChanges();
    } catch (error) {
      this.#options.logger.error("alerts could not be routed; the next round tries again", {
        error,
      });
    }
  }

  #ticksAfter({ lastTick }: AlertClock): number[] {
    const last = Math.floor((this.#now() - GRACE_MS) / GRID_MS) * GRID_MS;
    const { maxCatchUp = MAX_CATCH_UP } = this.#options;
    const earliest = last - (maxCatchUp - 1) * GRID_MS;
    const first = lastTick === null ? last : Math.max(earliest, lastTick + GRID_MS);
    const ticks: number[] = [];
    for (let t = first; t <= last; t += GRID_MS) ticks.push(t);
    return ticks;
  }

  async #evaluate(ticks: readonly number[], lastTick: number | null): Promise<void> {
    const [rules, alerts] = await Promise.all([
      everyPage(this.#rules, { enabled: true }),
      everyPage(this.#alerts, { state: { in: ["pending", "firing"] } }),
    ]);
    // Other systems say themselves when their alerts are over.
    const known = new Set([EXTERNAL_RULE_ID, ...rules.map(({ id }) => id)]);
    const changed = await this.#endOrphans(alerts.filter(({ ruleId }) => !known.has(ruleId)));
    const open = new Map(
      alerts.filter(({ ruleId }) => known.has(ruleId))
        .map((alert) => [keyOf(alert.ruleId, alert.dimensionValue), alert]),
    );
    const inputs = await this.#read(rules, ticks[0]!, ticks.at(-1)!);
    let done = lastTick;
    for (const t of ticks) {
      const isLast = t === ticks.at(-1);
      const changes = stepAll(
        rules,
        { ...inputs, internal: isLast ? inputs.internal : null },
        open,
        t,
      );
      if (changes.length === 0 && !isLast) continue;
      if (!await this.#lease.hold()) break;
      changed.push(...await this.#write(changes, open, done, t));
      done = t;
    }
    // Of a row that changed several times, the newest state only.
    const newest = new Map(changed.map((alert) => [alert.id, alert]));
    if (newest.size > 0) this.#options.onChanged([...newest.values()]);
  }

  /** Alerts whose rule was deleted or turned off while it was evaluated. */
  async #endOrphans(orphans: readonly Stored<Alert>[]): Promise<Stored<Alert>[]> {
    const ended: Stored<Alert>[] = [];
    for (const orphan of orphans) {
      const row = await endAlert(this.#alerts, orphan, this.#now());
      if (row !== null) ended.push(row);
    }
    return ended;
  }

  /** One transaction holds the changes of a moment and that it is done. */
  async #write(
    changes: readonly AlertChange[],
    open: Map<string, Stored<Alert>>,
    lastTick: number | null,
    t: number,
  ): Promise<Stored<Alert>[]> {
    const written = await this.#options.store.transaction(async (tx) => {
      const alerts = tx.collection(ALERTS);
      const rows: (Stored<Alert> | null)[] = [];
      for (const change of changes) {
        // Whoever deletes, changes or turns off a rule ends its alerts, but not those to come.
        const isOver = change.alert === null && !await isCurrent(tx, change.rule);
        rows.push(isOver ? null : await writeChange(alerts, change));
      }
      const clocks = tx.collection(ALERT_CLOCK);
      const isOurs = await clocks.patch(CLOCK_ID, { lastTick: t }, { lastTick }) !== null;
      if (!isOurs) throw new Error("Cannot store a round: another process has begun one");
      return rows;
    });
    for (const [index, { rule, dimensionValue }] of changes.entries()) {
      const row = written[index] ?? null;
      const key = keyOf(rule.id, dimensionValue);
      if (row === null || row.state === "resolved") open.delete(key);
      else open.set(key, row);
    }
    return written.filter((row) => row !== null);
  }

  async #read(rules: readonly StoredRule[], from: number, to: number): Promise<RuleInputs> {
    const has = (kind: string) => rules.some(({ condition }) => condition.kind === kind);
    const [grids, anomalies, internal] = await Promise.all([
      this.#grids.readAll([...neededSources(rules).values()], from, to),
      has("anomaly")
        ? this.#options.anomalies.between(from - MAX_WINDOW_MINUTES * GRID_MS, to)
        : [],
      has("internal") ? this.#options.internal() : {},
    ]);
    return { grids, anomalies, internal };
  }
}

/** Whether a rule is still what it was when it was read. */
async function isCurrent(tx: Transaction, { id, version }: StoredRule): Promise<boolean> {
  return (await tx.collection(ALERT_RULES).get(id))?.version === version;
}

const keyOf = (ruleId: string, dimensionValue: string | null) =>
  `${ruleId} ${dimensionValue ?? WHOLE}`;

/** The changes of all rules at a moment. */
function stepAll(
  rules: readonly StoredRule[],
  inputs: RuleInputs,
  open: ReadonlyMap<string, Stored<Alert>>,
  t: number,
): AlertChange[] {
  const states = new Map<string, Map<string, RuleState>>();
  for (const alert of open.values()) {
    const ofRule = states.get(alert.ruleId) ?? new Map<string, RuleState>();
    states.set(alert.ruleId, ofRule.set(alert.dimensionValue ?? WHOLE, stateOf(alert)));
  }
  return rules.flatMap((rule) =>
    stepValues(rule, inputs, states.get(rule.id) ?? NONE, t).map(
      ({ value, change, state, sample }): AlertChange => {
        const dimensionValue = rule.groupBy === null ? null : value;
        const alert = open.get(keyOf(rule.id, dimensionValue)) ?? null;
        return { rule, dimensionValue, alert, change, state, sample, t };
      },
    )
  );
}

const NONE: ReadonlyMap<string, RuleState> = new Map();
