import { collectDefaultMetrics, Registry } from "prom-client";

/** A registry with the process's own figures (memory, processor, event loop). */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
