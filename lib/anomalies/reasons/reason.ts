import { z } from "zod";
import type { ReasonFormat } from "./reason_format.ts";

const number = z.number();
const name = z.string();
/** Of which part of the events a series is; both empty for the whole. */
const place = { dimension: name, value: name };
const novelty = z.object({ user: name, name, times: number, n: number });
/** Whether an amount is the highest of its group. */
const rank = { amount: number, usual: number, n: number, highest: number };
const record = { percent: number, n: number };

/** What each kind of reason says, in numbers and names. */
export const REASON_FACTS = {
  nothing: z.object({}),
  /** Counts in a window, what was expected of it, and what is usual of one bucket. */
  count: z.object({
    ...place,
    type: name,
    observed: number,
    expected: number,
    windowMs: number,
    low: number,
    high: number,
    bucketMs: number,
  }),
  /** Parts from 0 to 1 of `total` events. */
  share: z.object({
    ...place,
    type: name,
    observed: number,
    expected: number,
    total: number,
    windowMs: number,
    low: number,
    high: number,
    bucketMs: number,
  }),
  /** A value beyond all known ones, in parts of the distance from their centre to the record. */
  "gauge-value": z.object({
    unit: name,
    value: number,
    low: number,
    high: number,
    beyond: number,
    n: number,
  }),
  "gauge-change": z.object({ beyond: number, n: number }),
  "gauge-spread": z.object({ beyond: number, n: number }),
  "gauge-hour": z.object({
    unit: name,
    value: number,
    expected: number,
    beyond: number,
    n: number,
  }),
  amount: z.object({ ...rank, user: name, category: name.optional() }),
  "merchant-amount": z.object({ ...rank, merchant: name }),
  velocity: z.object({ user: name, count: number, usual: number }),
  "new-merchant": novelty,
  "new-category": novelty,
  hour: z.object({ ...record, user: name, hour: number }),
  duplicate: z.object({ merchant: name, amount: number, minutes: number }),
  "under-limit": z.object({ amount: number, limit: number }),
  combination: z.object({ oddness: number, feature: name }),
};

export type ReasonKind = keyof typeof REASON_FACTS;
export type ReasonFacts<K extends ReasonKind> = z.infer<(typeof REASON_FACTS)[K]>;

/** The sentences of a language. */
export type ReasonWords = {
  [K in ReasonKind]: (facts: ReasonFacts<K>, say: ReasonFormat) => string;
};

/** One reason: its kind and facts for readers of any language, and an English sentence. */
export interface Reason {
  kind: ReasonKind;
  facts: Record<string, string | number>;
  text: string;
  /** Whole percents; those of one anomaly sum to 100. */
  share: number;
}

/** A reason as it was stored; older ones are only a sentence. */
export const storedReasonSchema = z.object({
  kind: z.string().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  text: z.string(),
  share: z.number(),
});
export type StoredReason = z.infer<typeof storedReasonSchema>;
