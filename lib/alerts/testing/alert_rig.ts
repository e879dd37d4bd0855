import type { Event } from "../../events/event.ts";
import { silentLogger } from "../../logging/logger.ts";
import type { Stored } from "../../store/collections.ts";
import { openSqliteStore } from "../../store/sqlite/sqlite_store.ts";
import { Lease } from "../../store/lease.ts";
import type { Store } from "../../store/store.ts";
import { type Alert, ALERTS } from "../alert.ts";
import { AlertEngine, type AlertEngineOptions, GRACE_MS, LEASE } from "../alert_engine.ts";
import { NO_ANOMALIES } from "../anomaly_spans.ts";
import { ALERT_RULES, type RuleInput, ruleInputSchema, type StoredRule } from "../rule.ts";
import { GRID_MS } from "../rule_state.ts";

/** A moment of the grid at which tests begin. */
export const START = Date.UTC(2026, 4, 4, 12, 0);

/** A rule with what matters to a test. */
export function aRule(changes: Record<string, unknown> = {}): RuleInput {
  return ruleInputSchema.parse({
    name: "Errors",
    severity: "critical",
    condition: {
      kind: "threshold",
      filter: { type: "error" },
      metric: "count",
      windowMinutes: 1,
      operator: "atLeast",
      value: 3,
    },
    ...changes,
  });
}

/** A store on disk, a clock that tests move, and what the engine says. */
export class AlertRig {
  readonly store: Store;
  /** What the router was given, oldest first. */
  readonly routed: { id: string; state: Alert["state"]; alertname: string }[] = [];
  readonly changed: Stored<Alert>[] = [];
  /** Whether the router fails. */
  isRouterAway = false;
  now = START;
  #number = 0;
  readonly #folder: string;

  private constructor(store: Store, folder: string) {
    this.store = store;
    this.#folder = folder;
  }

  static async open(): Promise<AlertRig> {
    const folder = await Deno.makeTempDir({ prefix: "vigia-alerts-" });
    return new AlertRig(await openSqliteStore({ path: `${folder}/vigia.db` }), folder);
  }

  async close(): Promise<void> {
    await this.store.close();
    await Deno.remove(this.#folder, { recursive: true });
  }

  /** An engine as one of several processes has it. */
  engineOfProcess(): AlertEngine {
    return this.engine({
      lease: new Lease(this.store, () => this.now, LEASE, crypto.randomUUID()),
    });
  }

  /** An engine as the only process has it; another one is that process after a restart. */
  engine(options: Partial<AlertEngineOptions> = {}): AlertEngine {
    return new AlertEngine({
      store: this.store,
      router: {
        route: (alerts) => {
          if (this.isRouterAway) return Promise.reject(new Error("away"));
          for (const { id, state, alertname } of alerts) this.routed.push({ id, state, alertname });
          return Promise.resolve();
        },
      },
      anomalies: NO_ANOMALIES,
      internal: () => Promise.resolve({}),
      onChanged: (alerts) => this.changed.push(...alerts),
      logger: silentLogger,
      now: () => this.now,
      ...options,
    });
  }

  /** Moves the clock to when a moment of the grid, `minutes` after the start, can be evaluated. */
  goTo(minutes: number): void {
    this.now = START + minutes * GRID_MS + GRACE_MS;
  }

  /** Stores a rule as it is. */
  async addRule(changes: Record<string, unknown> = {}): Promise<StoredRule> {
    const rules = this.store.collection(ALERT_RULES);
    return await rules.insert({ ...aRule(changes), packKey: null, changedBy: null });
  }

  /** Stores events of a type at an instant, `minutes` after the start. */
  async events(
    minutes: number,
    count: number,
    type = "error",
    metadata: Event["metadata"] = {},
    value: number | null = null,
  ): Promise<void> {
    const timestamp = new Date(START + minutes * GRID_MS).toISOString();
    await this.store.events.append(Array.from({ length: count }, () => ({
      id: `e${++this.#number}`,
      userId: "ana",
      type,
      value,
      timestamp,
      metadata,
      source: "test",
      receivedAt: timestamp,
    })));
  }

  /** All alerts, oldest first, as texts such as `firing SP`. */
  async alerts(): Promise<string[]> {
    const { items } = await this.store.collection(ALERTS).find({ order: "asc", limit: 500 });
    return items.map(({ state, dimensionValue }) =>
      dimensionValue === null ? state : `${state} ${dimensionValue}`
    );
  }
}

/** Runs a test on a rig of its own. */
export async function withAlerts(test: (rig: AlertRig) => Promise<void>): Promise<void> {
  const rig = await AlertRig.open();
  try {
    await test(rig);
  } finally {
    await rig.close();
  }
}
