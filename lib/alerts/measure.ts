import { BUCKET_MINUTES, type BucketGrid, WHOLE } from "./bucket_grid.ts";
import { ALIVE_MINUTES, type EventCondition, type RuleMetric } from "./condition.ts";
import { lookbackMinutes, metricOf, type RuleSources } from "./rule_sources.ts";
import type { Sample } from "./rule_state.ts";

const MINUTE_MS = 60_000;
/** Money is summed in integers of 1/10,000. */
export const UNITS = 10_000;

/** The numbers that a condition is computed from. */
export interface RuleGrids {
  main: BucketGrid;
  of: BucketGrid | null;
}

/** Buckets [from, to) of a window. */
interface Window {
  from: number;
  to: number;
}

/**
 * What a condition over events measures at a moment of the evaluation grid, for each dimension value
 * that was seen in the time it looks back to and for those in `open`, whose alerts are open.
 */
export function measure(
  condition: EventCondition,
  sources: RuleSources,
  grids: RuleGrids,
  open: Iterable<string>,
  t: number,
): Map<string, Sample> {
  const size = BUCKET_MINUTES[sources.main.bucket];
  const end = Math.floor(t / (size * MINUTE_MS));
  const length = Math.max(1, condition.windowMinutes / size);
  const keys = new Set(open);
  if (sources.main.groupBy === null) {
    keys.add(WHOLE);
  } else {
    const from = end - Math.ceil(lookbackMinutes(condition) / size);
    for (const grid of grids.of === null ? [grids.main] : [grids.main, grids.of]) {
      for (const key of grid.keys()) if (grid.isFilled(key, from, end)) keys.add(key);
    }
  }
  const samples = new Map<string, Sample>();
  for (const key of keys) samples.set(key, sampleOf(condition, grids, key, end, length));
  return samples;
}

function sampleOf(
  condition: EventCondition,
  grids: RuleGrids,
  key: string,
  end: number,
  length: number,
): Sample {
  const window = { from: end - length, to: end };
  if (condition.kind === "absence") {
    return {
      value: grids.main.sum(key, window.from, window.to),
      base: grids.main.sum(key, window.from - ALIVE_MINUTES, window.from),
    };
  }
  const metric = metricOf(condition);
  if (condition.kind === "threshold") {
    return { value: valueIn(metric, grids, key, window, condition.minBase), base: null };
  }
  const value = valueIn(metric, grids, key, window, 1);
  const base = baseBefore(condition, metric, grids, key, window);
  return {
    value: value === null || base === 0 ? null : (value - base) / Math.abs(base) * 100,
    base,
  };
}

/** Mean of the windows before, at least `minBase`; 0 where nothing can be compared. */
function baseBefore(
  { previousWindows, minBase }: Extract<EventCondition, { kind: "change" }>,
  metric: RuleMetric,
  grids: RuleGrids,
  key: string,
  { from, to }: Window,
): number {
  const length = to - from;
  let total = 0;
  let number = 0;
  for (let back = 1; back <= previousWindows; back++) {
    const before = { from: from - back * length, to: to - back * length };
    const value = valueIn(metric, grids, key, before, 1);
    if (value === null) continue;
    total += value;
    number++;
  }
  const mean = number === 0 ? 0 : total / number;
  return Math.abs(mean) < minBase ? minBase : mean;
}

function valueIn(
  metric: RuleMetric,
  { main, of }: RuleGrids,
  key: string,
  { from, to }: Window,
  minBase: number,
): number | null {
  switch (metric) {
    case "count":
      return main.sum(key, from, to);
    case "sum":
      return main.sum(key, from, to) / UNITS;
    case "avg": {
      const valued = of!.sum(key, from, to);
      return valued === 0 ? null : main.sum(key, from, to) / valued / UNITS;
    }
    case "share": {
      const all = of!.sum(key, from, to);
      return all === 0 || all < minBase ? null : main.sum(key, from, to) / all;
    }
    case "min":
    case "max":
      return main.extreme(key, from, to, metric);
    default:
      return main.at(key, to - 1);
  }
}
