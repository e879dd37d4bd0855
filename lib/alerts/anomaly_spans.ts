import type { Dimension } from "../events/event.ts";
import { WHOLE } from "./bucket_grid.ts";
import type { Condition } from "./condition.ts";
import type { Sample } from "./rule_state.ts";

/** From when to when an anomaly was known to last. Epoch milliseconds. */
export interface AnomalySpan {
  kind: "count" | "share" | "gauge" | "record";
  type: string;
  dimension: string | null;
  dimensionValue: string | null;
  score: number;
  /** When it was found, which may be long after it began. */
  from: number;
  /** `null` while it lasts. */
  to: number | null;
}

const MINUTE_MS = 60_000;

/** The highest score of the anomalies that lasted, or were found, in the window; by dimension value. */
export function measureAnomalies(
  condition: Extract<Condition, { kind: "anomaly" }>,
  groupBy: Dimension | null,
  spans: readonly AnomalySpan[],
  open: Iterable<string>,
  t: number,
): Map<string, Sample> {
  const samples = new Map<string, Sample>();
  if (groupBy === null) samples.set(WHOLE, { value: null, base: null });
  for (const key of open) samples.set(key, { value: null, base: null });
  const since = t - condition.windowMinutes * MINUTE_MS;
  for (const span of spans) {
    const { kind, type, score, from, to } = span;
    if (condition.anomalyKind !== null && condition.anomalyKind !== kind) continue;
    if (condition.type !== null && condition.type !== type) continue;
    if (from >= t || (to !== null && Math.max(from, to) < since)) continue;
    const key = keyOf(groupBy, span);
    if (key === null) continue;
    const highest = samples.get(key)?.value ?? null;
    if (highest === null || score > highest) samples.set(key, { value: score, base: null });
  }
  return samples;
}

/** The dimension value that an anomaly is about, `null` where it has none. */
function keyOf(
  groupBy: Dimension | null,
  { type, dimension, dimensionValue }: AnomalySpan,
): string | null {
  if (groupBy === null) return WHOLE;
  if (groupBy === "type") return type;
  return dimension === groupBy ? dimensionValue : null;
}

/** Where anomalies come from. */
export interface AnomalySource {
  /** Those that lasted or were found at any moment of a period (epoch milliseconds). */
  between(from: number, to: number): Promise<AnomalySpan[]>;
}

/** Where no anomalies are detected. */
export const NO_ANOMALIES: AnomalySource = { between: () => Promise.resolve([]) };
