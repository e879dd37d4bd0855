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

/** Period of a row: a minute, five minutes, an hour or a day of UTC, or the whole history. */
export type Granularity = "m" | "f" | "h" | "d" | "a";
const SIZES_MS = { m: 60_000, f: 300_000, h: 3_600_000, d: 86_400_000 } as const;

/** Length of the slots into which a user's day is divided. */
export const SLOT_MS = 300_000;

/**
 * Periods kept for a dimension, ascending. The shorter the first, the fewer events are read at the
 * edges of a question, and the more rows are written. A user's day is one row with slots: users are
 * many and each has few events, so that a row an hour would cost as much as the event. Only the number
 * of events and users' totals are asked over the whole history.
 */
export function granularitiesOf(dimension: RollupDimension): readonly Granularity[] {
  if (dimension === "all") return ["m", "h", "d", "a"];
  if (dimension === "userId") return ["d", "a"];
  return ["f", "h", "d"];
}

/** Length of a period; `undefined` for the whole history. */
export function sizeOf(granularity: Granularity): number | undefined {
  return granularity === "a" ? undefined : SIZES_MS[granularity];
}

/** Whether rows are divided into slots of `SLOT_MS`. */
export function hasSlots(dimension: RollupDimension, granularity: Granularity): boolean {
  return dimension === "userId" && granularity === "d";
}

/** Whether rows know the smallest and largest value. */
export function hasExtremes(dimension: RollupDimension, granularity: Granularity): boolean {
  return dimension !== "userId" && granularity !== "a";
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
  /** Smallest and largest value; absent without values. */
  min?: Double | number;
  max?: Double | number;
  /** Count, valued and amount by number of the slot (three digits); without empty ones. */
  slots?: Record<string, { c: Long | number; v: Long | number; a: Decimal128 }>;
  version: Long | number;
}

/** Numbers of some events, or what to add to those of a row. */
interface Tally {
  count: number;
  valued: number;
  units: bigint;
}

/** What a change of events adds to one row. */
export interface RollupChange extends Tally {
  id: string;
  granularity: Granularity;
  /** Start of the period in epoch milliseconds, 0 for the whole history. */
  start: number;
  dimension: RollupDimension;
  key: string;
  type: string;
  slots: Map<string, Tally>;
  /** Values that came and went, where rows know their extremes. */
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
    const { value } = event;
    const tally: Tally = {
      count: sign,
      valued: value === null ? 0 : sign,
      units: value === null ? 0n : BigInt(sign) * unitsOf(value),
    };
    for (const dimension of ROLLUP_DIMENSIONS) {
      const key = dimension === "all" ? "" : dimensionOf(event, dimension);
      if (key === null) continue;
      for (const granularity of granularitiesOf(dimension)) {
        const change = changeOf(changes, granularity, dimension, time, key, event.type);
        add(change, tally);
        if (hasSlots(dimension, granularity)) {
          const name = slotName(time - change.start);
          const slot = change.slots.get(name);
          if (slot === undefined) change.slots.set(name, { ...tally });
          else add(slot, tally);
        }
        if (value !== null && hasExtremes(dimension, granularity)) {
          (sign === 1 ? change.added : change.removed).push(value);
        }
      }
    }
  }
  return [...changes.values()];
}

/** The change of the row that an instant falls in, made when there is none yet. */
function changeOf(
  changes: Map<string, RollupChange>,
  granularity: Granularity,
  dimension: RollupDimension,
  time: number,
  key: string,
  type: string,
): RollupChange {
  const size = sizeOf(granularity);
  const start = size === undefined ? 0 : Math.floor(time / size) * size;
  const id = `${rowPrefix(granularity, dimension, start)}${keyInId(key)}|${type}`;
  const known = changes.get(id);
  if (known !== undefined) return known;
  const nothing = { count: 0, valued: 0, units: 0n, slots: new Map(), added: [], removed: [] };
  const change = { id, granularity, start, dimension, key, type, ...nothing };
  changes.set(id, change);
  return change;
}

function add(sum: Tally, more: Tally): void {
  sum.count += more.count;
  sum.valued += more.valued;
  sum.units += more.units;
}

/** Name of the slot that begins at a time after the day's start; names sort like time. */
export function slotName(sinceStart: number): string {
  return String(Math.floor(sinceStart / SLOT_MS)).padStart(3, "0");
}

/** The upsert that applies a change by atomic operators alone. */
export function upsertOf(change: RollupChange): { filter: { _id: string }; update: Document } {
  const { id, granularity, start, dimension, key, type, count, valued, units, added } = change;
  const slots: Document = {};
  for (const [name, slot] of change.slots) {
    slots[`slots.${name}.c`] = Long.fromNumber(slot.count);
    slots[`slots.${name}.v`] = Long.fromNumber(slot.valued);
    slots[`slots.${name}.a`] = decimalOf(slot.units);
  }
  return {
    filter: { _id: id },
    update: {
      $inc: {
        count: Long.fromNumber(count),
        valued: Long.fromNumber(valued),
        amount: decimalOf(units),
        version: Long.fromNumber(1),
        ...slots,
      },
      $setOnInsert: { start: granularity === "a" ? null : new Date(start), dimension, key, type },
      ...(added.length === 0 ? {} : {
        $min: { min: new Double(added.reduce((a, b) => Math.min(a, b))) },
        $max: { max: new Double(added.reduce((a, b) => Math.max(a, b))) },
      }),
    },
  };
}
