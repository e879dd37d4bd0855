import type { Dimension } from "../events/event.ts";
import type { SeriesMetric } from "../store/events.ts";
import type { GridBucket } from "./bucket_grid.ts";
import {
  ALIVE_MINUTES,
  type Condition,
  type EventCondition,
  isEventCondition,
  type RuleFilter,
  type RuleMetric,
} from "./condition.ts";

/** One query on the store, which rules share that ask the same. */
export interface Source {
  /** The same for the same question. */
  id: string;
  filter: RuleFilter;
  metric: SeriesMetric;
  bucket: GridBucket;
  groupBy: Dimension | null;
}

/** What a condition is computed from: `of` is the second number of a quotient. */
export interface RuleSources {
  main: Source;
  of: Source | null;
}

export interface SourcedRule {
  condition: Condition;
  groupBy: Dimension | null;
}

function sourceOf(fields: Omit<Source, "id">): Source {
  const { filter, metric, bucket, groupBy } = fields;
  const conditions = Object.entries(filter).filter(([, value]) => value !== undefined).sort();
  return { ...fields, id: JSON.stringify([metric, bucket, groupBy, conditions]) };
}

/** Bucket in which a metric is read: minutes can be added up, percentiles cannot. */
export function bucketOf(metric: RuleMetric, windowMinutes: number): GridBucket {
  if (metric !== "p50" && metric !== "p95" && metric !== "p99") return "minute";
  return windowMinutes === 1 ? "minute" : windowMinutes === 60 ? "hour" : "day";
}

/** The queries behind a rule over events; `null` for other rules. */
export function sourcesOf({ condition, groupBy }: SourcedRule): RuleSources | null {
  if (!isEventCondition(condition)) return null;
  const { filter } = condition;
  const metric = metricOf(condition);
  const base = { filter, groupBy, bucket: bucketOf(metric, condition.windowMinutes) };
  switch (metric) {
    case "share": {
      const { type: _type, ...others } = filter;
      return {
        main: sourceOf({ ...base, metric: "count" }),
        of: sourceOf({ ...base, filter: others, metric: "count" }),
      };
    }
    case "avg":
      return {
        main: sourceOf({ ...base, metric: "sum" }),
        of: sourceOf({ ...base, metric: "valued" }),
      };
    default:
      return { main: sourceOf({ ...base, metric }), of: null };
  }
}

export function metricOf(condition: EventCondition): RuleMetric {
  return condition.kind === "absence" ? "count" : condition.metric;
}

/** How far back from a moment of evaluation a condition looks, in minutes. */
export function lookbackMinutes(condition: EventCondition): number {
  const { windowMinutes } = condition;
  if (condition.kind === "absence") return windowMinutes + ALIVE_MINUTES;
  if (condition.kind === "change") return windowMinutes * (condition.previousWindows + 1);
  return windowMinutes;
}
