import { Counter, Gauge, type Registry } from "prom-client";
import type { PublicAnomaly } from "./anomaly.ts";

/** What the gauges read when they are asked for. */
export interface AnomalyNumbers {
  open(): Promise<number>;
  watched(): Promise<number>;
}

/** The numbers of detection for Prometheus. */
export class AnomalyMetrics {
  readonly #noticed: Counter<"kind" | "type" | "direction">;

  /** `numbers` may throw (the database is away, or closed); the gauges keep their last values then. */
  constructor(registry: Registry, numbers: AnomalyNumbers) {
    this.#noticed = new Counter({
      name: "vigia_anomalies_total",
      help: "Anomalies that were noticed, by kind, type of the events and direction",
      labelNames: ["kind", "type", "direction"],
      registers: [registry],
    });
    addGauge(registry, "vigia_anomalies_open", "Anomalies that go on", numbers.open);
    addGauge(registry, "vigia_watched_series", "Series that are watched", numbers.watched);
  }

  /** Notes a new anomaly. */
  count({ kind, type, direction }: PublicAnomaly): void {
    this.#noticed.inc({ kind, type, direction });
  }
}

function addGauge(
  registry: Registry,
  name: string,
  help: string,
  read: () => Promise<number>,
): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      const now = await read().catch(() => null);
      if (now !== null) this.set(now);
    },
  });
}
