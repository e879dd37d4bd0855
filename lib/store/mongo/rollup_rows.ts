import { createHash } from "node:crypto";
import { type Decimal128, type Document, Double, Long } from "mongodb";
import { type Dimension, dimensionOf, DIMENSIONS, type Event } from "../../events/event.ts";
import { decimalOf, unitsOf } from "./event_document.ts";

/** What a roll-up row is kept by: everything (`all`), or the values of one dimension; always × type. */
export type RollupDimension = "all" | Exclude<Dimension, "type">;
export const ROLLUP_DIMENSIONS: readonly RollupDimension[] = [
  "all",
  ...DIMENSIONS.filter((dimension) => dimension !== "type"),
];

/** Period of a row: a minute, hour or day of UTC, or the whole history. */
export type Granularity = "m" | "h" | "d" | "a";
const SIZES_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Periods kept for a dimension, ascending. Minutes are kept of all events together alone: of one product
 * or user a minute seldom has more than one event, so that its row would cost as much as the event.
 * Only the number of events and users' totals are asked over the whole history.
 */
export function granularitiesOf(dimension: RollupDimension): readonly Granularity[] {
  if (dimension === "all") return ["m", "h", "d", "a"];
  if (dimension === "userId") return ["h", "d", "a"];
  return ["h", "d"];
}

/** Length of a period; `undefined` for the whole history. */
export function sizeOf(granularity: Granularity): number | undefined {
  return granularity === "a" ? undefined : SIZES_MS[granularity];
}

/** A row of the collection `rollups`. */
export interface RollupDocument {
  /** `granularity|dimension|start|key|type`: its order is the index that queries of a period use. */
  _id: string;
  /** Start of the period; `null` for the whole history. */
  start: Date | null;
  dimension: RollupDimension;
  /** Value of the dimension; empty for `all`. */
  key: string;
  type: string;
  count: Long | number;
  /** Events that have a value. */
  valued: Long | number;
  amount: Decimal128;
  /** Smallest and largest value; absent without values and over the whole history. */
  min?: Double | number;
  max?: Double | number;
  version: Long | number;
}

/** What a change of events adds to one row. */
export interface RollupChange {
  id: string;
  granularity: Granularity;
  /** Start of the period in epoch milliseconds, 0 for the whole history. */
  start: number;
  dimension: RollupDimension;
  key: string;
  type: string;
  count: number;
  valued: number;
  units: bigint;
  added: number[];
  removed: number[];
}

/** Beginning of the ids of a dimension's rows that start at an instant; sorts like the instant. */
export function rowPrefix(
  granularity: Granularity,
  dimension: RollupDimension,
  start: number,
): string {
  const time = granularity === "a" ? "" : new Date(start).toISOString().slice(0, 16);
  return `${granularity}|${dimension}|${time}|`;
}

/** Longest key that stands in an id as it is; some servers limit what a unique index takes. */
const MAX_KEY_IN_ID = 200;

function keyInId(key: string): string {
  if (key.length <= MAX_KEY_IN_ID) return key;
  // Longer than any key that stands for itself, so that the two can never be taken for each other.
  const digest = createHash("sha256").update(key).digest("hex");
  return `${key.slice(0, MAX_KEY_IN_ID)}#${digest}`;
}

/** Range of the ids of a key's rows over the whole history; another key may share it, so compare `key` too. */
export function historyIds(dimension: "all" | "userId", key: string): Document {
  const prefix = `${rowPrefix("a", dimension, 0)}${keyInId(key)}`;
  // "}" follows the separator "|".
  return { $gte: `${prefix}|`, $lt: `${prefix}}` };
}

/** The changes of rows that adding (`sign` 1) or removing (`sign` −1) events makes, one per row. */
export function changesOf(events: Iterable<{ event: Event; sign: 1 | -1 }>): RollupChange[] {
  const changes = new Map<string, RollupChange>();
  for (const { event, sign } of events) {
    const time = Date.parse(event.timestamp);
    for (const dimension of ROLLUP_DIMENSIONS) {
      const key = dimension === "all" ? "" : dimensionOf(event, dimension);
      if (key === null) continue;
      for (const granularity of granularitiesOf(dimension)) {
        const size = sizeOf(granularity);
        const start = size === undefined ? 0 : Math.floor(time / size) * size;
        const id = `${rowPrefix(granularity, dimension, start)}${keyInId(key)}|${event.type}`;
        let change = changes.get(id);
        if (change === undefined) {
          change = {
            id,
            granularity,
            start,
            dimension,
            key,
            type: event.type,
            count: 0,
            valued: 0,
            units: 0n,
            added: [],
            removed: [],
          };
          changes.set(id, change);
        }
        change.count += sign;
        if (event.value === null) continue;
        change.valued += sign;
        change.units += BigInt(sign) * unitsOf(event.value);
        if (size !== undefined) (sign === 1 ? change.added : change.removed).push(event.value);
      }
    }
  }
  return [...changes.values()];
}

/** The upsert that applies a change by atomic operators alone. */
export function upsertOf(change: RollupChange): { filter: { _id: string }; update: Document } {
  const { id, granularity, start, dimension, key, type, count, valued, units, added } = change;
  return {
    filter: { _id: id },
    update: {
      $inc: {
        count: Long.fromNumber(count),
        valued: Long.fromNumber(valued),
        amount: decimalOf(units),
        version: Long.fromNumber(1),
      },
      $setOnInsert: { start: granularity === "a" ? null : new Date(start), dimension, key, type },
      ...(added.length === 0 ? {} : {
        $min: { min: new Double(added.reduce((a, b) => Math.min(a, b))) },
        $max: { max: new Double(added.reduce((a, b) => Math.max(a, b))) },
      }),
    },
  };
}
