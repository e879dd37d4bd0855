import { type Alert, ALERTS } from "../alerts/alert.ts";
import { ANOMALIES, type Anomaly } from "../anomalies/anomaly.ts";
import { ERROR, SALE_TYPES } from "../anomalies/detection/series.ts";
import { isAllowed, type Principal } from "../auth/permissions.ts";
import type { Collection, Stored } from "../store/collections.ts";
import type { Store } from "../store/store.ts";
import type { Happening } from "./happening.ts";

/** What of it the reader may know. */
export interface DashboardRights {
  anomalies: boolean;
  alerts: boolean;
}

export function dashboardRightsOf(principal: Principal | null): DashboardRights {
  return {
    anomalies: isAllowed(principal, "anomalies:read"),
    alerts: isAllowed(principal, "alerts:read"),
  };
}

/** Of each sort, newest first; more would hide the chart. */
const MOST = 50;
/** Types that the dashboard draws over time. */
const TYPES = [ERROR, ...SALE_TYPES];
/** Single records are in their list; there may be many in each bucket. */
const KINDS = ["count", "share", "gauge"];

/** Reads what is marked on the dashboard. */
export class HappeningReader {
  readonly #alerts: Collection<Alert>;
  readonly #anomalies: Collection<Anomaly>;

  constructor(store: Store) {
    this.#alerts = store.collection(ALERTS);
    this.#anomalies = store.collection(ANOMALIES);
  }

  /** What went on at any moment of a period, oldest first. */
  async between(from: number, to: number, may: DashboardRights): Promise<Happening[]> {
    const since = new Date(from).toISOString();
    const about = { type: { in: TYPES }, kind: { in: KINDS } };
    const anomalies = may.anomalies
      ? [
        this.#anomalies.find({ where: { ...about, endedAt: null }, limit: MOST }),
        this.#anomalies.find({ where: { ...about, endedAt: { gte: since } }, limit: MOST }),
      ]
      : [];
    const alerts = may.alerts
      ? [
        this.#alerts.find({ where: { state: "firing" }, limit: MOST }),
        this.#alerts.find({ where: { resolvedAt: { gte: since } }, limit: MOST }),
      ]
      : [];
    const [unusual, fired] = await Promise.all([Promise.all(anomalies), Promise.all(alerts)]);
    return [
      ...unusual.flatMap(({ items }) => items.map(ofAnomaly)),
      ...fired.flatMap(({ items }) => items.map(ofAlert)),
    ].filter((each) => each.from < to).toSorted((a, b) => a.from - b.from);
  }
}

function ofAnomaly(anomaly: Stored<Anomaly>): Happening {
  const { id, kind, type, metric, dimension, dimensionValue, startedAt, endedAt } = anomaly;
  return {
    kind: "anomaly",
    id,
    from: Date.parse(startedAt),
    to: endedAt === null ? null : Date.parse(endedAt),
    series: { kind, type, metric, dimension, dimensionValue },
  };
}

function ofAlert({ id, alertname, severity, ...times }: Stored<Alert>): Happening {
  return {
    kind: "alert",
    id,
    from: Date.parse(times.firedAt ?? times.pendingAt),
    to: times.resolvedAt === null ? null : Date.parse(times.resolvedAt),
    alertname,
    severity,
  };
}
