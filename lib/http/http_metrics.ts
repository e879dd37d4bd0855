import { Histogram, type Registry } from "prom-client";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

interface Child {
  observe(seconds: number): void;
}

/** Durations of answers by method, route pattern and status. */
export class HttpMetrics {
  readonly #histogram: Histogram<"method" | "route" | "status">;
  /** Children by their labels; finding one in the library costs more than observing. */
  readonly #children = new Map<string, Child>();

  constructor(registry: Registry) {
    this.#histogram = new Histogram({
      name: "vigia_http_request_duration_seconds",
      help: "Time from request to the start of the answer",
      labelNames: ["method", "route", "status"],
      buckets: BUCKETS_SECONDS,
      registers: [registry],
    });
  }

  /** `route` must be a pattern: its values are kept for ever. */
  observe(method: string, route: string, status: number, seconds: number): void {
    const knownMethod = METHODS.has(method) ? method : "other";
    const key = `${knownMethod} ${status} ${route}`;
    let child = this.#children.get(key);
    if (child === undefined) {
      child = this.#histogram.labels(knownMethod, route, String(status));
      this.#children.set(key, child);
    }
    child.observe(seconds);
  }
}
