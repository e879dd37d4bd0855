import type { Severity } from "../alerts/severity.ts";
import type { Anomaly } from "../anomalies/anomaly.ts";

interface Lasting {
  id: string;
  /** Epoch milliseconds; `to` is `null` while it goes on. */
  from: number;
  to: number | null;
}

/** Something unusual about a series. */
export interface AnomalyHappening extends Lasting {
  kind: "anomaly";
  series: Pick<Anomaly, "kind" | "type" | "metric" | "dimension" | "dimensionValue">;
}

/** A time for which an alert fired. */
export interface AlertHappening extends Lasting {
  kind: "alert";
  alertname: string;
  severity: Severity;
}

/** What is marked on the time axes of the dashboard. */
export type Happening = AnomalyHappening | AlertHappening;

/** Where a happening stands on a time axis, in places of the buckets' middles. */
export interface Span {
  from: number;
  to: number;
}

/**
 * Where a time stands among buckets that begin at `starts`: 0 is the middle of the first. The last
 * bucket is as long as the one before it.
 */
export function placeOf(at: number, starts: readonly number[]): number {
  const index = Math.max(0, starts.findLastIndex((start) => start <= at));
  const start = starts[index] ?? at;
  const next = starts[index + 1] ?? start + (start - (starts[index - 1] ?? start));
  const part = next > start ? (at - start) / (next - start) : 0;
  return index - 0.5 + Math.min(1, Math.max(0, part));
}

/** The stretch that a happening takes, up to now while it goes on. */
export function spanOf({ from, to }: Happening, starts: readonly number[]): Span {
  return {
    from: placeOf(from, starts),
    to: to === null ? starts.length - 0.5 : placeOf(to, starts),
  };
}

/** Whether any of a stretch lies in a bucket. */
export function touches({ from, to }: Span, index: number): boolean {
  return from < index + 0.5 && to >= index - 0.5;
}
