import { z } from "zod";
import { EVENT_TYPE_PATTERN } from "../events/event.ts";
import type { Metric } from "../store/events.ts";

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;
/** Longest window, and longest `for`. */
export const MAX_WINDOW_MINUTES = DAY_MINUTES;
/** All that a rule looks back to: window and what it is compared with. */
export const MAX_LOOKBACK_MINUTES = 2 * DAY_MINUTES;
/** An absence is only missed where something was seen in this time before. */
export const ALIVE_MINUTES = DAY_MINUTES;
/** Percentiles cannot be added up from minutes, so their windows are whole buckets of the clock. */
export const PERCENTILE_WINDOWS: readonly number[] = [1, HOUR_MINUTES, DAY_MINUTES];

/** What is measured of the events in a window; `share` is their part of all events but for the type. */
export const RULE_METRICS = [
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "p50",
  "p95",
  "p99",
  "share",
] as const satisfies readonly (Metric | "share")[];
export type RuleMetric = typeof RULE_METRICS[number];

export const OPERATORS = ["above", "atLeast", "below", "atMost"] as const;
export type Operator = typeof OPERATORS[number];

/** Numbers of Vigia itself that rules may watch. */
export const INTERNAL_METRICS = [
  "queue.pending",
  "queue.oldestPendingMs",
  "queue.deadLetters",
] as const;
export type InternalMetric = typeof INTERNAL_METRICS[number];

/** Kinds of anomalies, as the detection worker records them. */
export const ANOMALY_KINDS = ["count", "share", "gauge", "record"] as const;
export type AnomalyKind = typeof ANOMALY_KINDS[number];

const wholeMinutes = (least: number, most: number) =>
  z.int(`Must be a whole number of minutes, ${least}–${most}`)
    .min(least, `Must be at least ${least}`).max(most, `Must be at most ${most}`);
const limit = z.number("Must be a number").min(-1e15).max(1e15);
const text = (most: number) =>
  z.string().trim().min(1, "Must not be empty; leave it out for no condition").max(most);

/** Which events a rule is about; every condition holds. */
export const ruleFilterSchema = z.strictObject({
  type: text(64).regex(EVENT_TYPE_PATTERN, "Must be an event type, like payment.failed").optional(),
  userId: text(128).optional(),
  source: text(128).optional(),
  region: text(256).optional(),
  product: text(256).optional(),
  category: text(256).optional(),
  merchant: text(256).optional(),
});
export type RuleFilter = z.infer<typeof ruleFilterSchema>;

const filter = ruleFilterSchema.refine(
  (conditions) => Object.values(conditions).some((value) => value !== undefined),
  "Must have at least one condition, like a type",
);
const windowMinutes = wholeMinutes(1, MAX_WINDOW_MINUTES);
const operator = z.enum(OPERATORS);

export const thresholdSchema = z.strictObject({
  kind: z.literal("threshold"),
  filter,
  metric: z.enum(RULE_METRICS),
  windowMinutes,
  operator,
  /** A share is 0–1. */
  value: limit,
  /** Of `share`: fewer events than this in the window prove nothing. */
  minBase: z.number().min(0).max(1e15).default(1),
});

export const changeSchema = z.strictObject({
  kind: z.literal("change"),
  filter,
  metric: z.enum(RULE_METRICS),
  windowMinutes,
  /** Mean of that many windows before is what the window is compared with. */
  previousWindows: z.int().min(1).max(60).default(1),
  operator: z.enum(["above", "below"]),
  /** Per cent: 50 above is half as much again, -50 below is less than half. */
  value: limit,
  /** What was before counts as at least this much, so that 1 after 0.1 is no alarm. */
  minBase: z.number().min(0).max(1e15).default(0),
});

export const absenceSchema = z.strictObject({
  kind: z.literal("absence"),
  filter,
  windowMinutes,
  /** Fewer events than this in the 24 hours before the window, and nothing is missed. */
  minBefore: z.int().min(1).max(1e9).default(1),
});

export const anomalySchema = z.strictObject({
  kind: z.literal("anomaly"),
  anomalyKind: z.enum(ANOMALY_KINDS).nullable().default(null),
  /** Event type that the anomaly is of. */
  type: text(64).regex(EVENT_TYPE_PATTERN).nullable().default(null),
  minScore: z.number().min(0).max(1e6),
  /** How long after its end an anomaly still counts. */
  windowMinutes,
});

export const internalSchema = z.strictObject({
  kind: z.literal("internal"),
  metric: z.enum(INTERNAL_METRICS),
  operator,
  value: limit,
});

/** When a rule is met. */
export const conditionSchema = z.discriminatedUnion("kind", [
  thresholdSchema,
  changeSchema,
  absenceSchema,
  anomalySchema,
  internalSchema,
]);
export type Condition = z.infer<typeof conditionSchema>;
export type ConditionKind = Condition["kind"];
/** Conditions over events; the others have no history that could be asked for again. */
export type EventCondition = Extract<Condition, { kind: "threshold" | "change" | "absence" }>;

export function isEventCondition(condition: Condition): condition is EventCondition {
  return condition.kind !== "anomaly" && condition.kind !== "internal";
}

/** The line that a measured value must cross. */
export function limitOf(condition: Condition): number {
  if (condition.kind === "absence") return 0;
  return condition.kind === "anomaly" ? condition.minScore : condition.value;
}

/** Whether small values are the alarming ones. */
export function isLowAlarming(condition: Condition): boolean {
  if (condition.kind === "absence") return true;
  return "operator" in condition && ["below", "atMost"].includes(condition.operator);
}
