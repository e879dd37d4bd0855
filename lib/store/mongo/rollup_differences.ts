import type { Document } from "mongodb";
import type { EventCollections } from "./event_collections.ts";
import { granularitiesOf, type Granularity, ROLLUP_DIMENSIONS, sizeOf } from "./rollup_rows.ts";

const MAX_REPORTED = 20;
const UNITS: Record<Exclude<Granularity, "a">, string> = { m: "minute", h: "hour", d: "day" };

/**
 * Recounts every roll-up from the events, in the server, and describes rows that differ. Reads
 * everything: a check for tests and operators, not for a page.
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
        counted: { $cond: [{ $eq: ["$cells.granularity", "a"] }, null, "$value"] },
      },
    },
    {
      $unionWith: {
        coll: "rollups",
        pipeline: [{
          $project: {
            _id: 0,
            cell: {
              granularity: { $substrBytes: ["$_id", 0, 1] },
              dimension: "$dimension",
              start: "$start",
              key: "$key",
              type: "$type",
            },
            kept: { $literal: 1 },
            count: { $multiply: ["$count", -1] },
            valued: { $multiply: ["$valued", -1] },
            amount: { $multiply: ["$amount", -1] },
            min: "$min",
            max: "$max",
          },
        }],
      },
    },
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

/** The rows that an event counts in, as an array expression. */
function cellsOfEvent(): Document {
  const cells = ROLLUP_DIMENSIONS.flatMap((dimension) =>
    granularitiesOf(dimension).map((granularity) => {
      const cell = {
        granularity: { $literal: granularity },
        dimension: { $literal: dimension },
        start: sizeOf(granularity) === undefined
          ? null
          : { $dateTrunc: { date: "$timestamp", unit: UNITS[granularity as "m" | "h" | "d"] } },
        key: dimension === "all" ? { $literal: "" } : `$${dimension}`,
      };
      if (dimension === "all") return cell;
      return { $cond: [{ $eq: [{ $type: `$${dimension}` }, "string"] }, cell, null] };
    })
  );
  return { $filter: { input: cells, as: "cell", cond: { $ne: ["$$cell", null] } } };
}

function describe(row: Document): string {
  const { granularity, dimension, start, key, type } = row._id;
  const time = start instanceof Date ? start.toISOString() : "all time";
  return `${granularity} ${dimension} ${time} ${JSON.stringify(key)} ${type}: ` +
    `${row.rows} rows, events − kept: ${row.count} counted, ${row.valued} with a value, ` +
    `sum ${row.amount}, min ${row.lowest} − ${row.min}, max ${row.highest} − ${row.max}`;
}
