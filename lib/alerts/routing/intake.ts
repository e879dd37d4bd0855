import { z } from "zod";
import type { CollectionSpec, Stored } from "../../store/collections.ts";
import type { Store, Transaction } from "../../store/store.ts";
import type { Alert } from "../alert.ts";
import {
  ALERT_GROUPS,
  type AlertGroup,
  MAX_MEMBERS,
  newGroup,
  openKeyOf,
  withAlert,
} from "./alert_group.ts";
import { settingsOf } from "./route_settings.ts";
import { groupLabels, routesFor, type RoutingConfig } from "./routing_config.ts";

const routedAlertSchema = z.object({
  /** Last change of the alert that its groups know. */
  state: z.enum(["firing", "resolved"]),
  groupIds: z.array(z.string()),
  routedAt: z.string(),
});

/** Where an alert went, by the alert's id. */
export type RoutedAlert = z.infer<typeof routedAlertSchema>;

export const ROUTED_ALERTS: CollectionSpec<RoutedAlert> = {
  name: "alert_routed",
  schema: routedAlertSchema,
  indexes: [["state", "routedAt"]],
};

/** Alerts of one transaction. */
const BATCH = 50;

/**
 * Puts alerts into the groups of their routes. What an alert's groups know is stored in the same
 * transaction as the groups, so the same change again changes nothing.
 */
export class Intake {
  readonly #store: Store;
  readonly #now: () => number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** One call after the other, as they change the same groups. */
  take(alerts: readonly Stored<Alert>[], config: RoutingConfig): Promise<void> {
    const run = this.#last.then(() => this.#takeAll(alerts, config));
    this.#last = run.catch(() => {});
    return run;
  }

  async #takeAll(alerts: readonly Stored<Alert>[], config: RoutingConfig): Promise<void> {
    const changed = alerts.filter(({ state }) => state !== "pending");
    for (let begin = 0; begin < changed.length; begin += BATCH) {
      const batch = changed.slice(begin, begin + BATCH);
      await this.#store.transaction(async (tx) => {
        for (const alert of batch) await this.#take(tx, alert, config);
      });
    }
  }

  async #take(tx: Transaction, alert: Stored<Alert>, config: RoutingConfig): Promise<void> {
    const state = alert.state === "resolved" ? "resolved" : "firing";
    const routed = tx.collection(ROUTED_ALERTS);
    const known = await routed.get(alert.id);
    const routedAt = new Date(this.#now()).toISOString();
    if (known !== null) {
      // An alert resolves once; what comes later is a repetition.
      if (known.state === "resolved" || known.state === state) return;
      for (const id of known.groupIds) await this.#update(tx, id, alert);
      await routed.patch(alert.id, { state, routedAt });
      return;
    }
    const groupIds: string[] = [];
    for (const route of routesFor(config, alert.labels)) {
      groupIds.push(await this.#join(tx, route, alert, config));
    }
    await routed.insert({ id: alert.id, state, groupIds, routedAt });
  }

  async #update(tx: Transaction, groupId: string, alert: Stored<Alert>): Promise<void> {
    const groups = tx.collection(ALERT_GROUPS);
    const group = await groups.get(groupId);
    if (group === null || group.closedAt !== null) return;
    await groups.patch(groupId, this.#withAlert(group, alert));
  }

  /** Adds the alert to the open group of its labels, or opens one; the group's id. */
  async #join(
    tx: Transaction,
    route: string,
    alert: Stored<Alert>,
    config: RoutingConfig,
  ): Promise<string> {
    const groups = tx.collection(ALERT_GROUPS);
    const settings = settingsOf(config, route);
    const labels = groupLabels(settings, alert.labels);
    for (let part = 0;; part++) {
      const openKey = openKeyOf(route, labels, part);
      const group = await groups.findOne({ openKey });
      if (group !== null && group.members.length >= MAX_MEMBERS) continue;
      if (group !== null) {
        await groups.patch(group.id, this.#withAlert(group, alert));
        return group.id;
      }
      const waitUntil = this.#now() + settings.groupWaitSeconds * 1000;
      const opened = newGroup(route, labels, openKey, waitUntil);
      return (await groups.insert({ ...opened, members: withAlert([], alert) })).id;
    }
  }

  #withAlert(group: AlertGroup, alert: Stored<Alert>): Partial<AlertGroup> {
    return {
      members: withAlert(group.members, alert),
      wakeAt: new Date(this.#now()).toISOString(),
    };
  }
}
