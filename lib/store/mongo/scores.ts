import type { Collection, Document } from "mongodb";
import { type RangedFilter, SCORE_PARTS, type ScoreSpread } from "../events.ts";
import type { EventDocument } from "./event_document.ts";
import { matchOf } from "./event_filter.ts";

const SCORE = "metadata.anomaly.score";

interface Part {
  _id: number;
  events: number;
  flagged: number;
}

/** How the scores of matching events are spread; the server counts. */
export async function readScores(
  events: Collection<EventDocument>,
  filter: RangedFilter,
): Promise<ScoreSpread> {
  const scored: Document = { [SCORE]: { $type: "number", $gte: 0, $lte: 1 } };
  const part = { $floor: { $multiply: [`$${SCORE}`, SCORE_PARTS] } };
  const rows = await events.aggregate<Part>([
    { $match: matchOf(filter) },
    { $match: scored },
    {
      $group: {
        _id: { $cond: [{ $gte: [part, SCORE_PARTS] }, SCORE_PARTS - 1, part] },
        events: { $sum: 1 },
        flagged: { $sum: { $cond: [{ $eq: ["$metadata.anomaly.flagged", true] }, 1, 0] } },
      },
    },
  ]).toArray();
  const counts = new Array<number>(SCORE_PARTS).fill(0);
  let flagged = 0;
  for (const row of rows) {
    counts[Number(row._id)] = Number(row.events);
    flagged += Number(row.flagged);
  }
  return { counts, flagged };
}
