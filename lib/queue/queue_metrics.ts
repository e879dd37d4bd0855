import { Gauge, Histogram, type Registry } from "prom-client";
import type { QueueStats } from "./job.ts";
import type { JobOutcome } from "./runner.ts";

/** The queue's numbers for Prometheus; states are read when they are asked for. */
export class QueueMetrics {
  readonly #durations: Histogram<"kind" | "outcome">;

  /** `stats` may throw (the database is away, or closed); the gauges keep their last values then. */
  constructor(registry: Registry, stats: () => Promise<QueueStats>) {
    const read = () => stats().catch(() => null);
    new Gauge({
      name: "vigia_queue_jobs",
      help: "Jobs by state",
      labelNames: ["state"],
      registers: [registry],
      async collect() {
        const now = await read();
        if (now === null) return;
        this.set({ state: "pending" }, now.pending);
        this.set({ state: "processing" }, now.processing);
        this.set({ state: "dead" }, now.deadLetters);
      },
    });
    new Gauge({
      name: "vigia_queue_oldest_pending_seconds",
      help: "How long the job that is due longest has been waiting",
      registers: [registry],
      async collect() {
        const now = await read();
        if (now !== null) this.set(now.oldestPendingMs / 1000);
      },
    });
    this.#durations = new Histogram({
      name: "vigia_job_duration_seconds",
      help: "Time that handlers took, by kind of job and outcome",
      labelNames: ["kind", "outcome"],
      buckets: [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
      registers: [registry],
    });
  }

  /** Notes one run of a handler. */
  observe(kind: string, outcome: JobOutcome, seconds: number): void {
    this.#durations.observe({ kind, outcome }, seconds);
  }
}
