import type { Document } from "mongodb";
import { type Dimension, DIMENSIONS } from "../../events/event.ts";
import type { RangedFilter } from "../events.ts";
import { matchOf } from "./event_filter.ts";
import {
  granularitiesOf,
  type Granularity,
  hasExtremes,
  hasSlots,
  type RollupDimension,
  rowPrefix,
  sizeOf,
  SLOT_MS,
  slotName,
} from "./rollup_rows.ts";

/** Whole periods of one length that rows know: those of a granularity, or slots within days (`s`). */
export type Unit = Exclude<Granularity, "a"> | "s";

/** A piece of a period: whole units of roll-ups, or (`null`) the events themselves. */
export interface Segment {
  unit: Unit | null;
  from: number;
  to: number;
}

function lengthOf(unit: Unit): number {
  return unit === "s" ? SLOT_MS : sizeOf(unit)!;
}

/** The units that a dimension's rows know, ascending. */
function unitsOf(dimension: RollupDimension): Unit[] {
  return granularitiesOf(dimension).flatMap((granularity): Unit[] => {
    if (granularity === "a") return [];
    return hasSlots(dimension, granularity) ? ["s", granularity] : [granularity];
  });
}

/**
 * Cuts [from, to) into the largest whole units of the given kinds (ascending), with events at the
 * edges: at most two segments of each kind.
 */
export function segmentsOf(from: number, to: number, units: readonly Unit[]): Segment[] {
  if (from >= to) return [];
  const unit = units.at(-1);
  if (unit === undefined) return [{ unit: null, from, to }];
  const smaller = units.slice(0, -1);
  const length = lengthOf(unit);
  const start = Math.ceil(from / length) * length;
  const end = Math.floor(to / length) * length;
  if (start >= end) return segmentsOf(from, to, smaller);
  return [
    ...segmentsOf(from, start, smaller),
    { unit, from: start, to: end },
    ...segmentsOf(end, to, smaller),
  ];
}

/** An aggregation to begin a question with. */
export interface Rows {
  collection: "events" | "rollups";
  /**
   * Stages after which every document is `{ t, key, type, count, valued, amount, min, max }`: an
   * event (count 1) or what roll-ups know of a period that begins at `t`; `key` is the value of
   * `groupBy`, never absent when that is given.
   */
  stages: Document[];
}

/** What a question about a period needs. */
export interface RowsQuery {
  filter: RangedFilter;
  groupBy?: Dimension | undefined;
  /** Instants that nothing may lie across: boundaries of buckets. */
  boundaries?: readonly number[];
  /** Whether `min` and `max` are used; without, they may be missing. */
  extremes?: boolean;
}

/** Answers from roll-ups where they can, from events where they must; both in one aggregation. */
export function rowsOf(query: RowsQuery): Rows {
  const { filter, groupBy, boundaries = [], extremes = false } = query;
  const dimension = rollupDimensionOf(filter, groupBy);
  const hasAnswer = dimension !== null && (!extremes || hasExtremes(dimension, "d"));
  const units = hasAnswer
    ? unitsOf(dimension).filter((unit) =>
      boundaries.every((boundary) => boundary % lengthOf(unit) === 0)
    )
    : [];
  const parts = segmentsOf(filter.from, filter.to, units).flatMap(({ unit, from, to }): Rows[] => {
    const part = { ...filter, from, to };
    if (unit === null || dimension === null) return [eventRows(part, groupBy)];
    const stages = unit !== "s"
      ? [rollupStages(unit, dimension, part, groupBy)]
      : boundaries.length > 0
      ? [slotStages(dimension, part, groupBy)]
      : daysOf(part).map((day) => slotSumStages(dimension, day, groupBy));
    return stages.map((stages) => ({ collection: "rollups", stages }));
  });
  const [first, ...rest] = parts.length === 0 ? [eventRows(filter, groupBy)] : parts;
  // One union a segment instead of one `$or`: each is a plain range of an index on every server.
  return {
    collection: first!.collection,
    stages: [
      ...first!.stages,
      ...rest.map(({ collection, stages }) => ({
        $unionWith: { coll: collection, pipeline: stages },
      })),
    ],
  };
}

/** Which rows can answer: those of the only dimension involved; `null` when there are several. */
function rollupDimensionOf(
  filter: RangedFilter,
  groupBy: Dimension | undefined,
): RollupDimension | null {
  const { minValue, maxValue, q, flagged } = filter;
  if ([minValue, maxValue, q, flagged].some((value) => value !== undefined)) return null;
  const involved = DIMENSIONS.filter((dimension) =>
    dimension !== "type" && (filter[dimension] !== undefined || groupBy === dimension)
  );
  if (involved.length > 1) return null;
  const [only] = involved;
  return only === undefined || only === "type" ? "all" : only;
}

function eventRows(filter: RangedFilter, groupBy: Dimension | undefined): Rows {
  const match: Document = { ...matchOf(filter) };
  if (groupBy !== undefined && match[groupBy] === undefined) match[groupBy] = { $type: "string" };
  return {
    collection: "events",
    stages: [
      { $match: match },
      {
        $project: {
          _id: 0,
          t: "$timestamp",
          ...(groupBy === undefined ? {} : { key: `$${groupBy}` }),
          type: "$type",
          count: { $literal: 1 },
          valued: { $cond: [{ $eq: ["$amount", null] }, 0, 1] },
          amount: "$amount",
          ...extremesOf("$value", "$value"),
        },
      },
    ],
  };
}

/** Smallest and largest value. Not every server's `$min` passes over null, so that a row without one has ±∞. */
function extremesOf(min: string, max: string): Document {
  return { min: { $ifNull: [min, Infinity] }, max: { $ifNull: [max, -Infinity] } };
}

/** The rows of a dimension that begin in [from, to) and can hold what the filter asks for. */
function rowsMatch(
  granularity: Granularity,
  dimension: RollupDimension,
  filter: RangedFilter,
): Document {
  const wanted = dimension === "all" ? undefined : filter[dimension];
  return {
    _id: {
      $gte: rowPrefix(granularity, dimension, filter.from),
      $lt: rowPrefix(granularity, dimension, filter.to),
    },
    ...(wanted === undefined ? {} : { key: { $eq: wanted } }),
    ...(filter.type === undefined ? {} : { type: { $eq: filter.type } }),
  };
}

function keyOf(groupBy: Dimension | undefined): Document {
  return groupBy === undefined ? {} : { key: groupBy === "type" ? "$type" : "$key" };
}

function rollupStages(
  granularity: Granularity,
  dimension: RollupDimension,
  filter: RangedFilter,
  groupBy: Dimension | undefined,
): Document[] {
  return [
    { $match: rowsMatch(granularity, dimension, filter) },
    {
      $project: {
        _id: 0,
        t: "$start",
        ...keyOf(groupBy),
        type: "$type",
        count: "$count",
        valued: "$valued",
        amount: "$amount",
        ...extremesOf("$min", "$max"),
      },
    },
  ];
}

const DAY_MS = sizeOf("d")!;

/** The filter for each UTC day that it touches. */
function daysOf(filter: RangedFilter): RangedFilter[] {
  const days: RangedFilter[] = [];
  for (let { from } = filter; from < filter.to;) {
    const next = (Math.floor(from / DAY_MS) + 1) * DAY_MS;
    days.push({ ...filter, from, to: Math.min(next, filter.to) });
    from = next;
  }
  return days;
}

/** The days' rows that have slots in [from, to). */
function slotsMatch(dimension: RollupDimension, filter: RangedFilter): Document {
  const from = Math.floor(filter.from / DAY_MS) * DAY_MS;
  return { $match: rowsMatch("d", dimension, { ...filter, from }) };
}

/** Slots in a part of one day, added up for each row. */
function slotSumStages(
  dimension: RollupDimension,
  filter: RangedFilter,
  groupBy: Dimension | undefined,
): Document[] {
  const start = Math.floor(filter.from / DAY_MS) * DAY_MS;
  const inside = {
    $and: [
      { $gte: ["$$slot.k", slotName(filter.from - start)] },
      { $lt: ["$$slot.k", slotName(filter.to - start)] },
    ],
  };
  const slots = { $filter: { input: { $objectToArray: "$slots" }, as: "slot", cond: inside } };
  return [
    slotsMatch(dimension, filter),
    { $project: { start: 1, ...keyOf(groupBy), type: 1, slots } },
    { $match: { slots: { $ne: [] } } },
    {
      $project: {
        _id: 0,
        t: "$start",
        key: 1,
        type: 1,
        count: { $sum: "$slots.v.c" },
        valued: { $sum: "$slots.v.v" },
        amount: { $sum: "$slots.v.a" },
      },
    },
  ];
}

/** Slots, each for itself. */
function slotStages(
  dimension: RollupDimension,
  filter: RangedFilter,
  groupBy: Dimension | undefined,
): Document[] {
  return [
    slotsMatch(dimension, filter),
    { $project: { start: 1, ...keyOf(groupBy), type: 1, slots: { $objectToArray: "$slots" } } },
    { $unwind: "$slots" },
    {
      $project: {
        _id: 0,
        t: { $add: ["$start", { $multiply: [{ $toInt: "$slots.k" }, SLOT_MS] }] },
        key: 1,
        type: 1,
        count: "$slots.v.c",
        valued: "$slots.v.v",
        amount: "$slots.v.a",
      },
    },
    { $match: { t: { $gte: new Date(filter.from), $lt: new Date(filter.to) } } },
  ];
}
