import { Counter, Histogram, type Registry } from "prom-client";

/**
 * What became of an event: `stored`; `duplicate` of one stored before; `inbox`, kept until the store
 * takes it; `rejected` as invalid; `failed`, neither store nor inbox took it.
 */
export type IngestOutcome = "stored" | "duplicate" | "inbox" | "rejected" | "failed";

/** The ingest path's numbers for Prometheus. */
export class IngestMetrics {
  readonly #events: Counter<"outcome">;
  readonly #commitSeconds: Histogram;
  readonly #commitEvents: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#events = new Counter({
      name: "vigia_events_ingested_total",
      help: "Events that arrived, by what became of them",
      labelNames: ["outcome"],
      registers,
    });
    this.#commitSeconds = new Histogram({
      name: "vigia_ingest_commit_duration_seconds",
      help: "Time from the start of a group commit until the store has it",
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5],
      registers,
    });
    this.#commitEvents = new Histogram({
      name: "vigia_ingest_batch_events",
      help: "Events that shared one commit",
      buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000],
      registers,
    });
  }

  count(outcome: IngestOutcome, events: number): void {
    if (events > 0) this.#events.inc({ outcome }, events);
  }

  observeCommit(events: number, seconds: number): void {
    this.#commitSeconds.observe(seconds);
    this.#commitEvents.observe(events);
  }
}
