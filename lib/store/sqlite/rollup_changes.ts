import {
  DAYS_OF_SPAN,
  GRAIN_SIZES,
  GRAINS,
  ROLLUP_DIMENSIONS,
  type RollupDimension,
  SLOT_SIZE,
  SLOTS_OF_DAY,
} from "./event_tables.ts";
import { CODE_LIMIT } from "./names.ts";
import { BILLION } from "./units.ts";

/** What roll-ups need to know of an event: integers of its texts, `time` in epoch milliseconds. */
export interface EventFacts
  extends Record<Exclude<RollupDimension, "type" | "userId">, number | null> {
  time: number;
  type: number;
  userId: number;
  units: number | bigint | null;
}

/** What is to be added to one row of `rollups`. */
export interface Totals {
  events: number;
  valued: number;
  billions: number;
  units: number;
  least: number | bigint | null;
  most: number | bigint | null;
}

/** Rows of one dimension and grain: block → type and key in one number → totals. */
type Blocks = Map<number, Map<number, Totals>>;

const DIMENSIONS = Object.keys(ROLLUP_DIMENSIONS) as RollupDimension[];
const FINEST_SIZES = DIMENSIONS.map((dimension) => GRAIN_SIZES[GRAINS[dimension][0]!]!);

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, value = make());
  return value;
}

function noTotals(): Totals {
  return { events: 0, valued: 0, billions: 0, units: 0, least: null, most: null };
}

function addTotals(to: Totals, from: Totals): void {
  to.events += from.events;
  to.valued += from.valued;
  to.billions += from.billions;
  to.units += from.units;
  if (from.least !== null && (to.least === null || from.least < to.least)) to.least = from.least;
  if (from.most !== null && (to.most === null || from.most > to.most)) to.most = from.most;
}

/** One row to be added: its key in the table, then its totals. */
export type RollupRow = [
  dimension: number,
  grain: number,
  block: number,
  type: number,
  key: number,
  totals: Totals,
];

/** The totals of some events, in memory, until they are added to the stored roll-ups. */
export class RollupChanges {
  /** Events that were added or taken away. */
  events = 0;
  /** Rows of the finest grains, and of users, that will change. */
  rows = 0;
  readonly #finest: Blocks[] = DIMENSIONS.map(() => new Map());
  /** Slot → user → totals. */
  readonly #users = new Map<number, Map<number, Totals>>();

  /**
   * Adds an event, or with `sign` -1 takes one away. What was the least or the most of a row cannot
   * be taken away; it has to be looked for again.
   */
  add(event: EventFacts, sign: 1 | -1 = 1): void {
    this.events++;
    const change = this.#totalsOf(event, sign);
    for (let index = 0; index < DIMENSIONS.length; index++) {
      const dimension = DIMENSIONS[index]!;
      const key = dimension === "type" ? 0 : event[dimension];
      if (key === null) continue;
      const block = Math.floor(event.time / FINEST_SIZES[index]!);
      const rows = entryOf(this.#finest[index]!, block, () => new Map<number, Totals>());
      addTotals(entryOf(rows, event.type * CODE_LIMIT + key, this.#newRow), change);
    }
    const slot = Math.floor(event.time / SLOT_SIZE);
    const users = entryOf(this.#users, slot, () => new Map<number, Totals>());
    addTotals(entryOf(users, event.userId, this.#newRow), change);
  }

  readonly #newRow = (): Totals => {
    this.rows++;
    return noTotals();
  };

  #totalsOf({ units }: EventFacts, sign: 1 | -1): Totals {
    if (units === null) return { ...noTotals(), events: sign };
    const billions = typeof units === "bigint"
      ? Number(units / BigInt(BILLION))
      : Math.trunc(units / BILLION);
    const rest = typeof units === "bigint" ? Number(units % BigInt(BILLION)) : units % BILLION;
    const extreme = sign === 1 ? units : null;
    return {
      events: sign,
      valued: sign,
      billions: sign * billions,
      units: sign * rest,
      least: extreme,
      most: extreme,
    };
  }

  /** Rows of `rollups` in all grains, in the order of the table's key: neighbours share a page. */
  *changedRows(): Generator<RollupRow> {
    for (const [index, dimension] of DIMENSIONS.entries()) {
      let blocks = this.#finest[index]!;
      for (const [step, grain] of GRAINS[dimension].entries()) {
        if (step > 0) blocks = coarser(blocks, GRAIN_SIZES[grain]! / GRAIN_SIZES[grain - 1]!);
        for (const [block, rows] of inOrder(blocks)) {
          for (const [typeAndKey, totals] of inOrder(rows)) {
            const type = Math.floor(typeAndKey / CODE_LIMIT);
            yield [
              ROLLUP_DIMENSIONS[dimension],
              grain,
              block,
              type,
              typeAndKey % CODE_LIMIT,
              totals,
            ];
          }
        }
      }
    }
  }

  /** Totals of users by slot, in the order of the users' tables. */
  *changedUsers(): Generator<{ slot: number; users: [user: number, totals: Totals][] }> {
    for (const [slot, users] of inOrder(this.#users)) yield { slot, users: inOrder(users) };
  }

  clear(): void {
    this.events = 0;
    this.rows = 0;
    for (const blocks of this.#finest) blocks.clear();
    this.#users.clear();
  }
}

function inOrder<V>(map: Map<number, V>): [number, V][] {
  return [...map].sort(([a], [b]) => a - b);
}

function coarser(blocks: Blocks, factor: number): Blocks {
  const result: Blocks = new Map();
  for (const [block, rows] of blocks) {
    const into = entryOf(result, Math.floor(block / factor), () => new Map<number, Totals>());
    for (const [typeAndKey, totals] of rows) addTotals(entryOf(into, typeAndKey, noTotals), totals);
  }
  return result;
}

/** Row of `user_days` and column in it that count a slot. */
export function dayOfSlot(slot: number): { day: number; column: number } {
  const day = Math.floor(slot / SLOTS_OF_DAY);
  return { day, column: slot - day * SLOTS_OF_DAY };
}

/** Row of `user_spans` and column in it that count a day. */
export function spanOfDay(day: number): { span: number; column: number } {
  const span = Math.floor(day / DAYS_OF_SPAN);
  return { span, column: day - span * DAYS_OF_SPAN };
}
