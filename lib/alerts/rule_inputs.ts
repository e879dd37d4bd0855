import { type AnomalySpan, measureAnomalies } from "./anomaly_spans.ts";
import {
  type Condition,
  type EventCondition,
  type InternalMetric,
  isEventCondition,
  isLowAlarming,
} from "./condition.ts";
import { type BucketGrid, WHOLE } from "./bucket_grid.ts";
import type { NeededSource } from "./grid_reader.ts";
import { measure } from "./measure.ts";
import { lookbackMinutes, type SourcedRule, sourcesOf } from "./rule_sources.ts";
import { MAX_DIMENSION_VALUES } from "./rule.ts";
import {
  type Change,
  INACTIVE,
  type RuleState,
  type Sample,
  type SteppedRule,
  stepRule,
} from "./rule_state.ts";

/** A number of Vigia itself as it is now; it has no past that could be asked for. */
export type InternalNumbers = Readonly<Partial<Record<InternalMetric, number>>>;

/** Everything that the rules of a round are measured by. */
export interface RuleInputs {
  grids: ReadonlyMap<string, BucketGrid>;
  anomalies: readonly AnomalySpan[];
  /** `null` at moments that have passed. */
  internal: InternalNumbers | null;
}

/** How far back each query of these rules must reach, in minutes; each is asked once. */
export function neededSources(
  rules: readonly SourcedRule[],
): Map<string, NeededSource> {
  const needed = new Map<string, NeededSource>();
  for (const rule of rules) {
    const sources = sourcesOf(rule);
    if (sources === null) continue;
    const minutes = lookbackMinutes(rule.condition as EventCondition);
    for (const source of [sources.main, sources.of]) {
      if (source === null) continue;
      const known = needed.get(source.id);
      needed.set(source.id, { source, minutes: Math.max(minutes, known?.minutes ?? 0) });
    }
  }
  return needed;
}

/**
 * What a rule measures at a moment, by dimension value; `null` for values of which nothing can be
 * said now. Values in `open` are always among them.
 */
export function samplesOf(
  rule: SourcedRule,
  inputs: RuleInputs,
  open: Iterable<string>,
  t: number,
): Map<string, Sample | null> {
  const { condition, groupBy } = rule;
  if (isEventCondition(condition)) {
    const sources = sourcesOf(rule)!;
    const main = inputs.grids.get(sources.main.id);
    const of = sources.of === null ? null : inputs.grids.get(sources.of.id);
    if (main === undefined || of === undefined) return new Map();
    return measure(condition, sources, { main, of }, open, t);
  }
  if (condition.kind === "anomaly") {
    return measureAnomalies(condition, groupBy, inputs.anomalies, open, t);
  }
  const value = inputs.internal?.[condition.metric];
  return new Map([[WHOLE, value === undefined ? null : { value, base: null }]]);
}

/** What a rule's step changed about one dimension value. */
export interface ValueStep {
  /** The dimension value, `WHOLE` for a rule without a dimension. */
  value: string;
  change: Change;
  state: RuleState;
  sample: Sample;
}

/**
 * The changes of a rule at a moment, from where it stands about each dimension value (`states`; those
 * not in it are inactive). At most `MAX_DIMENSION_VALUES` have an alert at a time; of more that begin
 * together the most alarming do, so that live evaluation and back-test choose the same.
 */
export function stepValues(
  rule: SourcedRule & SteppedRule,
  inputs: RuleInputs,
  states: ReadonlyMap<string, RuleState>,
  t: number,
): ValueStep[] {
  const steps: ValueStep[] = [];
  const begun: ValueStep[] = [];
  for (const [value, sample] of samplesOf(rule, inputs, states.keys(), t)) {
    const before = states.get(value);
    const { change, state } = stepRule(rule, before ?? INACTIVE, sample, t);
    if (sample === null || change === null) continue;
    (before === undefined ? begun : steps).push({ value, change, state, sample });
  }
  const room = MAX_DIMENSION_VALUES - states.size;
  if (begun.length > room) begun.sort(byAlarm(rule.condition));
  return [...steps, ...begun.slice(0, Math.max(0, room))];
}

/** The most alarming first, equals by name. */
function byAlarm(condition: Condition): (a: ValueStep, b: ValueStep) => number {
  const sign = isLowAlarming(condition) ? 1 : -1;
  return (a, b) =>
    sign * ((a.sample.value ?? 0) - (b.sample.value ?? 0)) || (a.value < b.value ? -1 : 1);
}
