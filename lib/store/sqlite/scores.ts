import { type RangedFilter, SCORE_PARTS, type ScoreSpread } from "../events.ts";
import type { Database } from "./database.ts";
import { conditionsOf, FLAGGED, timeConditionsOf } from "./event_filter_sql.ts";
import { Parameters } from "./parameters.ts";

const SCORE = "json_extract(e.metadata, '$.anomaly.score')";

/** How the scores of matching events are spread. */
export function readScores(database: Database, filter: RangedFilter): ScoreSpread {
  const parameters = new Parameters();
  const conditions = [
    ...timeConditionsOf(filter, parameters),
    ...conditionsOf(filter, parameters),
    `typeof(${SCORE}) IN ('integer', 'real')`,
    `${SCORE} BETWEEN 0 AND 1`,
  ];
  const rows = database.all(
    `SELECT min(${SCORE_PARTS - 1}, CAST(${SCORE} * ${SCORE_PARTS} AS INTEGER)) AS part,
        count(*) AS events, sum(${FLAGGED}) AS flagged
      FROM events AS e INDEXED BY events_by_time
      WHERE ${conditions.join(" AND ")} GROUP BY part`,
    ...parameters.values,
  );
  const counts = new Array<number>(SCORE_PARTS).fill(0);
  let flagged = 0;
  for (const row of rows) {
    counts[Number(row.part)] = Number(row.events);
    flagged += Number(row.flagged);
  }
  return { counts, flagged };
}
