import type { MinutesQuery, MinuteTotals } from "../events.ts";
import type { Database } from "./database.ts";
import { DIMENSION_COLUMNS, floorDivide, GRAIN_SIZES } from "./event_tables.ts";
import { BILLION, sumOf, valueOf } from "./units.ts";

/**
 * Totals by minute, type and value of a dimension, from one walk over the index of the period: roll-ups
 * have minutes of types only.
 */
export function readMinutes(
  database: Database,
  { dimension, keys, from, to }: MinutesQuery,
): MinuteTotals[] {
  const column = DIMENSION_COLUMNS[dimension];
  const rows = database.allExact(
    `SELECT minute, types.name AS type, keys.name AS key, events, valued, billions, rest, least, most
      FROM (
        SELECT ${floorDivide("ts", GRAIN_SIZES[0])} AS minute, type, ${column} AS key,
          count(*) AS events, count(units) AS valued,
          sum(units / ${BILLION}) AS billions, sum(units % ${BILLION}) AS rest,
          min(units) AS least, max(units) AS most
        FROM events INDEXED BY events_by_time
        WHERE ts >= ?1 AND ts < ?2 AND ${column} IN (
          SELECT code FROM names WHERE name IN (SELECT value FROM json_each(?3))
        )
        GROUP BY 1, 2, 3
      ) AS totals
      JOIN names AS types ON types.code = totals.type
      JOIN names AS keys ON keys.code = totals.key`,
    from,
    to,
    JSON.stringify(keys),
  );
  return rows.map((row) => ({
    minute: Number(row.minute),
    type: String(row.type),
    key: String(row.key),
    count: Number(row.events),
    valued: Number(row.valued),
    sum: valueOf(sumOf(BigInt(row.billions ?? 0), BigInt(row.rest ?? 0))),
    min: row.least === null ? null : valueOf(BigInt(row.least!)),
    max: row.most === null ? null : valueOf(BigInt(row.most!)),
  }));
}
