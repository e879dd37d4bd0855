import type { Database } from "./database.ts";
import {
  countColumn,
  DAYS_OF_SPAN,
  DIMENSION_COLUMNS,
  floorDivide,
  GRAIN_SIZES,
  GRAINS,
  ROLLUP_DIMENSIONS,
  type RollupDimension,
  SLOT_SIZE,
  SLOTS_OF_DAY,
} from "./event_tables.ts";
import { ROLLED_UP } from "./facts.ts";
import { BILLION } from "./units.ts";

const MOST_DIFFERENCES = 20;

const SUMS = `coalesce(sum(units / ${BILLION}), 0) AS billions,
  coalesce(sum(units % ${BILLION}), 0) AS units`;

/** A table's rows as they are stored, and as they would be if they were counted now. */
interface Recount {
  name: string;
  stored: string;
  counted: string;
}

function recountOf(dimension: RollupDimension, grain: number): Recount {
  const key = dimension === "type" ? "0" : DIMENSION_COLUMNS[dimension];
  const present = dimension === "type" ? "" : `AND ${key} IS NOT NULL`;
  const block = floorDivide("ts", GRAIN_SIZES[grain]!);
  return {
    name: `rollups of ${dimension}, grain ${grain}`,
    stored: `SELECT block, type, key, events, valued, billions, units, least, most FROM rollups
      WHERE dimension = ${ROLLUP_DIMENSIONS[dimension]} AND grain = ${grain}`,
    counted: `SELECT ${block} AS block, type, ${key} AS key, count(*) AS events,
        count(units) AS valued, ${SUMS}, min(units) AS least, max(units) AS most
      FROM events WHERE seq <= ${ROLLED_UP} ${present} GROUP BY 1, 2, 3`,
  };
}

function recountOfUsers(
  table: "user_days" | "user_spans",
  period: string,
  partSize: number,
  parts: number,
  sums: string,
): Recount {
  const start = floorDivide("ts", partSize * parts);
  const part = `${floorDivide("ts", partSize)} - ${start} * ${parts}`;
  const counts = Array.from(
    { length: parts },
    (_, index) => `count(*) FILTER (WHERE ${part} <= ${index}) AS ${countColumn(index)}`,
  );
  return {
    name: table,
    stored: `SELECT * FROM ${table}`,
    counted: `SELECT ${start} AS ${period}, user, ${counts} ${sums}
      FROM events WHERE seq <= ${ROLLED_UP} GROUP BY 1, 2`,
  };
}

function* recounts(): Generator<Recount> {
  for (const dimension of Object.keys(ROLLUP_DIMENSIONS) as RollupDimension[]) {
    for (const grain of GRAINS[dimension]) {
      yield recountOf(dimension, grain);
    }
  }
  yield recountOfUsers("user_days", "day", SLOT_SIZE, SLOTS_OF_DAY, `, ${SUMS}`);
  yield recountOfUsers("user_spans", "span", SLOT_SIZE * SLOTS_OF_DAY, DAYS_OF_SPAN, "");
  yield {
    name: "counters",
    stored: "SELECT value FROM counters WHERE name = 'events'",
    counted: "SELECT count(*) FROM events",
  };
}

/** Rows of the roll-ups that differ from a recount of the events, as text; at most 20. */
export function readRollupDifferences(database: Database): string[] {
  return database.snapshot(() => {
    const differences: string[] = [];
    for (const { name, stored, counted } of recounts()) {
      const sides = { stored: [stored, counted], counted: [counted, stored] } as const;
      for (const [side, [these, those]] of Object.entries(sides)) {
        const limit = MOST_DIFFERENCES - differences.length;
        const rows = database.allExact(
          `SELECT * FROM (${these}) EXCEPT SELECT * FROM (${those}) LIMIT ${limit}`,
        );
        for (const row of rows) {
          const columns = Object.entries(row).map(([column, value]) => `${column} ${value}`);
          differences.push(`${name}, ${side} only: ${columns.join(", ")}`);
        }
      }
    }
    return differences;
  });
}
