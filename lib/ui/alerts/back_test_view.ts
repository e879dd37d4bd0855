import type { BackTest } from "../../alerts/backtest.ts";

/**
 * When the rule would have been firing, as places between the points: a point stands in the middle of
 * its stretch of time, so the stretch of the first one begins half a place before it.
 */
export function spansOf({ points, firings, to }: BackTest): { from: number; to: number }[] {
  const [first, second] = points;
  if (first === undefined || second === undefined) return [];
  const begin = Date.parse(first.t);
  const stepMs = Date.parse(second.t) - begin;
  const place = (at: string) => (Date.parse(at) - begin) / stepMs - 0.5;
  return firings.map(({ firedAt, resolvedAt }) => ({
    from: place(firedAt),
    to: place(resolvedAt ?? to),
  }));
}

/** Smallest and largest of what was measured, `null` where nothing was. */
export function extremesOf({ points }: BackTest): { least: number; most: number } | null {
  const values = points.flatMap(({ value }) => value ?? []);
  if (values.length === 0) return null;
  return { least: Math.min(...values), most: Math.max(...values) };
}
