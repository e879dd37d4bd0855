import type { Document } from "mongodb";
import type { EventCollections } from "./event_collections.ts";
import {
  granularitiesOf,
  type Granularity,
  hasExtremes,
  hasSlots,
  ROLLUP_DIMENSIONS,
  SLOT_MS,
} from "./rollup_rows.ts";

const MAX_REPORTED = 20;
/** Length of a cell: periods of rows, and slots (`s`); `null` is all time. */
const CELL_MS: Record<Granularity | "s", number | null> = {
  m: 60_000,
  f: 5 * 60_000,
  s: SLOT_MS,
  h: 3_600_000,
  d: 86_400_000,
  a: null,
};

/**
 * Recounts every roll-up from the events, in the server, and describes rows and slots that differ.
 * Reads everything: a check for tests and operators, not for a page.
 */
export async function findRollupDifferences(collections: EventCollections): Promise<string[]> {
  const differences = await collections.events.aggregate([
    { $project: { type: 1, value: 1, amount: 1, cells: cellsOfEvent() } },
    { $unwind: "$cells" },
    {
      $project: {
        _id: 0,
        cell: {
          granularity: "$cells.granularity",
          dimension: "$cells.dimension",
          start: "$cells.start",
          key: "$cells.key",
          type: "$type",
        },
        kept: { $literal: 0 },
        count: { $literal: 1 },
        valued: { $cond: [{ $eq: ["$amount", null] }, 0, 1] },
        amount: "$amount",
        counted: { $cond: ["$cells.extremes", "$value", null] },
      },
    },
    { $unionWith: { coll: "rollups", pipeline: keptCells() } },
    {
      $group: {
        _id: "$cell",
        rows: { $sum: "$kept" },
        count: { $sum: "$count" },
        valued: { $sum: "$valued" },
        amount: { $sum: "$amount" },
        // Not every server's `$min` passes over null.
        lowest: { $min: { $ifNull: ["$counted", Infinity] } },
        highest: { $max: { $ifNull: ["$counted", -Infinity] } },
        min: { $min: { $ifNull: ["$min", Infinity] } },
        max: { $max: { $ifNull: ["$max", -Infinity] } },
      },
    },
    {
      $match: {
        $or: [
          { rows: { $ne: 1 } },
          { count: { $ne: 0 } },
          { valued: { $ne: 0 } },
          { amount: { $ne: 0 } },
          { $expr: { $ne: ["$lowest", "$min"] } },
          { $expr: { $ne: ["$highest", "$max"] } },
        ],
      },
    },
    { $limit: MAX_REPORTED },
  ], { allowDiskUse: true }).toArray();
  return differences.map(describe);
}

/** The cells that an event counts in, as an array expression. */
function cellsOfEvent(): Document {
  const cells = ROLLUP_DIMENSIONS.flatMap((dimension) => {
    const cellOf = (granularity: Granularity | "s", extremes: boolean) => {
      const cellMs = CELL_MS[granularity];
      const cell = {
        granularity: { $literal: granularity },
        dimension: { $literal: dimension },
        start: cellMs === null ? null : startOfCell(cellMs),
        key: dimension === "all" ? { $literal: "" } : `$${dimension}`,
        extremes: { $literal: extremes },
      };
      if (dimension === "all") return cell;
      return { $cond: [{ $eq: [{ $type: `$${dimension}` }, "string"] }, cell, null] };
    };
    return granularitiesOf(dimension).flatMap((granularity) => [
      cellOf(granularity, hasExtremes(dimension, granularity)),
      ...(hasSlots(dimension, granularity) ? [cellOf("s", false)] : []),
    ]);
  });
  return { $filter: { input: cells, as: "cell", cond: { $ne: ["$$cell", null] } } };
}

/**
 * Start of the UTC period that holds an event's time. By arithmetic, as DocumentDB 0.108's
 * `$dateTrunc` rounds a day's second half up to the next day.
 */
function startOfCell(cellMs: number): Document {
  return { $subtract: ["$timestamp", { $mod: [{ $toLong: "$timestamp" }, cellMs] }] };
}

/** What roll-ups keep, one document a cell, with its numbers taken away. */
function keptCells(): Document[] {
  const same = { dimension: "$dimension", key: "$key", type: "$type" };
  const row = {
    cell: { granularity: { $substrBytes: ["$_id", 0, 1] }, start: "$start", ...same },
    count: "$count",
    valued: "$valued",
    amount: "$amount",
    min: "$min",
    max: "$max",
  };
  const slots = {
    $map: {
      input: { $objectToArray: { $ifNull: ["$slots", {}] } },
      as: "slot",
      in: {
        cell: {
          granularity: { $literal: "s" },
          start: { $add: ["$start", { $multiply: [{ $toInt: "$$slot.k" }, SLOT_MS] }] },
          ...same,
        },
        count: "$$slot.v.c",
        valued: "$$slot.v.v",
        amount: "$$slot.v.a",
      },
    },
  };
  return [
    { $project: { kept: { $concatArrays: [[row], slots] } } },
    { $unwind: "$kept" },
    {
      $project: {
        _id: 0,
        // Documents are equal only with their fields in the same order.
        cell: {
          granularity: "$kept.cell.granularity",
          dimension: "$kept.cell.dimension",
          start: "$kept.cell.start",
          key: "$kept.cell.key",
          type: "$kept.cell.type",
        },
        kept: { $literal: 1 },
        count: { $multiply: ["$kept.count", -1] },
        valued: { $multiply: ["$kept.valued", -1] },
        amount: { $multiply: ["$kept.amount", -1] },
        min: "$kept.min",
        max: "$kept.max",
      },
    },
  ];
}

function describe(row: Document): string {
  const { granularity, dimension, start, key, type } = row._id;
  const time = start instanceof Date ? start.toISOString() : "all time";
  return `${granularity} ${dimension} ${time} ${JSON.stringify(key)} ${type}: ` +
    `${row.rows} rows, events − kept: ${row.count} counted, ${row.valued} with a value, ` +
    `sum ${row.amount}, min ${row.lowest} − ${row.min}, max ${row.highest} − ${row.max}`;
}
