import type { Collection, Decimal128, Document } from "mongodb";
import type { MinutesQuery, MinuteTotals } from "../events.ts";
import { type EventDocument, numberOf } from "./event_document.ts";

const MINUTE_MS = 60_000;

interface Group {
  _id: { minute: number; type: string; key: string };
  count: number;
  valued: number;
  amount: Decimal128 | number;
  min: number;
  max: number;
}

/** Answers `EventStore.minutes` from the events of the period: roll-ups have minutes of types only. */
export async function minutesOf(
  events: Collection<EventDocument>,
  { dimension, keys, from, to }: MinutesQuery,
): Promise<MinuteTotals[]> {
  const stages: Document[] = [
    {
      $match: {
        timestamp: { $gte: new Date(from), $lt: new Date(to) },
        [dimension]: { $in: [...keys] },
      },
    },
    {
      $group: {
        _id: {
          minute: {
            $floor: { $divide: [{ $subtract: ["$timestamp", new Date(0)] }, MINUTE_MS] },
          },
          type: "$type",
          key: `$${dimension}`,
        },
        count: { $sum: 1 },
        valued: { $sum: { $cond: [{ $eq: ["$amount", null] }, 0, 1] } },
        amount: { $sum: "$amount" },
        // Not every server's `$min` passes over null.
        min: { $min: { $ifNull: ["$value", Infinity] } },
        max: { $max: { $ifNull: ["$value", -Infinity] } },
      },
    },
  ];
  const groups = await events.aggregate<Group>(stages, { allowDiskUse: true }).toArray();
  return groups.map(({ _id: { minute, type, key }, count, valued, amount, min, max }) => ({
    minute: Number(minute),
    type,
    key,
    count: Number(count),
    valued: Number(valued),
    sum: numberOf(amount),
    min: Number(valued) === 0 ? null : Number(min),
    max: Number(valued) === 0 ? null : Number(max),
  }));
}
