import type { Store } from "../../store/store.ts";
import { type Alert, ALERTS } from "../alert.ts";
import type { AcknowledgeLinks } from "./acknowledge_links.ts";
import { ALERT_GROUPS, type AlertGroup } from "./alert_group.ts";
import type { Stored } from "../../store/collections.ts";

/** What an acknowledge link shows; `invalid` says nothing about why, as it is open to anybody. */
export type AcknowledgeView =
  | { state: "invalid" | "expired" }
  | {
    state: "open" | "acknowledged" | "over";
    /** As the group is called; nothing of its values, as links are passed on. */
    alerts: { name: string; severity: Alert["severity"]; since: string }[];
    acknowledgedBy: string | null;
    acknowledgedAt: string | null;
  };

export interface AcknowledgementsOptions {
  store: Store;
  links: AcknowledgeLinks;
  /** Told of the alerts whose rows have changed. */
  onChanged(alerts: readonly Stored<Alert>[]): void;
  now: () => number;
}

/** Acknowledges groups of alerts by the links of their messages. */
export class Acknowledgements {
  readonly #options: AcknowledgementsOptions;

  constructor(options: AcknowledgementsOptions) {
    this.#options = options;
  }

  /** What the link is about. Changes nothing: mail scanners open links too. */
  async view(token: string): Promise<AcknowledgeView> {
    const found = await this.#find(token);
    return "group" in found ? viewOf(found.group) : found;
  }

  /** Stops escalation and repetition of the link's group, until something new fires in it. */
  async acknowledge(token: string, by: string): Promise<AcknowledgeView> {
    const found = await this.#find(token);
    if (!("group" in found)) return found;
    const { store, now, onChanged } = this.#options;
    const { group } = found;
    if (group.closedAt !== null || group.acknowledgedAt !== null) return viewOf(group);
    const fields = { acknowledgedBy: by, acknowledgedAt: new Date(now()).toISOString() };
    const changed = await store.transaction(async (tx) => {
      const groups = tx.collection(ALERT_GROUPS);
      const next = await groups.patch(group.id, fields, { closedAt: null, acknowledgedAt: null });
      if (next === null) return [];
      const rows: Stored<Alert>[] = [];
      for (const { alertId, status } of next.members) {
        if (status !== "firing") continue;
        const expected = { state: "firing", acknowledgedAt: null } as const;
        const row = await tx.collection(ALERTS).patch(alertId, fields, expected);
        if (row !== null) rows.push(row);
      }
      return rows;
    });
    if (changed.length > 0) onChanged(changed);
    return await this.view(token);
  }

  async #find(
    token: string,
  ): Promise<{ group: Stored<AlertGroup> } | { state: "invalid" | "expired" }> {
    const claim = this.#options.links.read(token, this.#options.now());
    if (claim === null) return { state: "invalid" };
    if (claim.isExpired) return { state: "expired" };
    const group = await this.#options.store.collection(ALERT_GROUPS).get(claim.groupId);
    return group === null ? { state: "expired" } : { group };
  }
}

function viewOf(group: AlertGroup): AcknowledgeView {
  const firing = group.members.filter(({ status }) => status === "firing");
  return {
    state: group.closedAt !== null || firing.length === 0
      ? "over"
      : group.acknowledgedAt !== null
      ? "acknowledged"
      : "open",
    alerts: firing.map(({ labels, severity, startsAt }) => ({
      name: labels.alertname ?? "Alert",
      severity,
      since: startsAt,
    })),
    acknowledgedBy: group.acknowledgedBy,
    acknowledgedAt: group.acknowledgedAt,
  };
}
