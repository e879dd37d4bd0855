import type { Document } from "mongodb";
import { type Dimension, DIMENSIONS } from "../../events/event.ts";
import type { RangedFilter } from "../events.ts";
import { matchOf } from "./event_filter.ts";
import {
  granularitiesOf,
  type Granularity,
  type RollupDimension,
  rowPrefix,
  sizeOf,
} from "./rollup_rows.ts";

/** A piece of a period: whole minutes, hours or days of roll-ups, or (`null`) the events themselves. */
export interface Segment {
  granularity: Granularity | null;
  from: number;
  to: number;
}

/**
 * Cuts [from, to) into the largest whole periods of the given kinds (ascending), with events at the
 * edges: at most two segments of each kind.
 */
export function segmentsOf(
  from: number,
  to: number,
  granularities: readonly Granularity[],
): Segment[] {
  if (from >= to) return [];
  const granularity = granularities.at(-1);
  if (granularity === undefined) return [{ granularity: null, from, to }];
  const smaller = granularities.slice(0, -1);
  const size = sizeOf(granularity)!;
  const start = Math.ceil(from / size) * size;
  const end = Math.floor(to / size) * size;
  if (start >= end) return segmentsOf(from, to, smaller);
  return [
    ...segmentsOf(from, start, smaller),
    { granularity, from: start, to: end },
    ...segmentsOf(end, to, smaller),
  ];
}

/** An aggregation to begin a question with. */
export interface Rows {
  collection: "events" | "rollups";
  /**
   * Stages after which every document is `{ t, key, type, count, valued, amount, min, max }`: an
   * event (count 1) or a roll-up row; `key` is the value of `groupBy`, never absent when that is given.
   */
  stages: Document[];
}

/** What a question about a period needs. */
export interface RowsQuery {
  filter: RangedFilter;
  groupBy?: Dimension | undefined;
  /** Instants that no roll-up row may lie across: boundaries of buckets. */
  boundaries?: readonly number[];
}

/** Answers from roll-ups where they can, from events where they must; both in one aggregation. */
export function rowsOf({ filter, groupBy, boundaries = [] }: RowsQuery): Rows {
  const dimension = rollupDimensionOf(filter, groupBy);
  const granularities = dimension === null ? [] : granularitiesOf(dimension).filter((one) => {
    const size = sizeOf(one);
    return size !== undefined && boundaries.every((boundary) => boundary % size === 0);
  });
  const segments = segmentsOf(filter.from, filter.to, granularities);
  const parts = segments.map(({ granularity, from, to }) =>
    granularity === null || dimension === null
      ? eventRows({ ...filter, from, to }, groupBy)
      : rollupRows(granularity, dimension, { ...filter, from, to }, groupBy)
  );
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
  if (filter.minValue !== undefined || filter.maxValue !== undefined || filter.q !== undefined) {
    return null;
  }
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
          ...extremes("$value", "$value"),
        },
      },
    ],
  };
}

/** Smallest and largest value. Not every server's `$min` passes over null, so that a row without one has ±∞. */
function extremes(min: string, max: string): Document {
  return { min: { $ifNull: [min, Infinity] }, max: { $ifNull: [max, -Infinity] } };
}

function rollupRows(
  granularity: Granularity,
  dimension: RollupDimension,
  filter: RangedFilter,
  groupBy: Dimension | undefined,
): Rows {
  const match: Document = {
    _id: {
      $gte: rowPrefix(granularity, dimension, filter.from),
      $lt: rowPrefix(granularity, dimension, filter.to),
    },
  };
  const wanted = dimension === "all" ? undefined : filter[dimension];
  if (wanted !== undefined) match.key = { $eq: wanted };
  if (filter.type !== undefined) match.type = { $eq: filter.type };
  return {
    collection: "rollups",
    stages: [
      { $match: match },
      {
        $project: {
          _id: 0,
          t: "$start",
          ...(groupBy === undefined ? {} : { key: groupBy === "type" ? "$type" : "$key" }),
          type: "$type",
          count: "$count",
          valued: "$valued",
          amount: "$amount",
          ...extremes("$min", "$max"),
        },
      },
    ],
  };
}
