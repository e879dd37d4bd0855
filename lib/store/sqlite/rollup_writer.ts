import { BulkWriter } from "./bulk.ts";
import type { Database, SqlValue } from "./database.ts";
import {
  countColumn,
  DAYS_OF_SPAN,
  DIMENSION_COLUMNS,
  GRAIN_SIZES,
  GRAINS,
  ROLLUP_DIMENSIONS,
  type RollupDimension,
  SLOTS_OF_DAY,
} from "./event_tables.ts";
import { dayOfSlot, type RollupChanges, type RollupRow, spanOfDay } from "./rollup_changes.ts";

const UPSERT = [
  "INSERT INTO rollups VALUES",
  `ON CONFLICT DO UPDATE SET
    events = events + excluded.events, valued = valued + excluded.valued,
    billions = billions + excluded.billions, units = units + excluded.units,
    least = min(coalesce(least, excluded.least), coalesce(excluded.least, least)),
    most = max(coalesce(most, excluded.most), coalesce(excluded.most, most))`,
] as const;
const ROW = "dimension = ?1 AND grain = ?2 AND block = ?3 AND type = ?4 AND key = ?5";

const DELETE_DAY = `DELETE FROM user_days WHERE day = ? AND user = ? AND ${
  countColumn(SLOTS_OF_DAY - 1)
} = 0`;
const DELETE_SPAN = `DELETE FROM user_spans WHERE span = ? AND user = ? AND ${
  countColumn(DAYS_OF_SPAN - 1)
} = 0`;

/** Writers, one for each part: adds a count to the columns of that part and of all after it. */
function userWriters(
  database: Database,
  table: "user_days" | "user_spans",
  parts: number,
  sums: string[],
): BulkWriter[] {
  const period = table === "user_days" ? "day" : "span";
  return Array.from({ length: parts }, (_, part) => {
    const counts = Array.from({ length: parts - part }, (_, index) => countColumn(part + index));
    const added = [...counts, ...sums];
    const values = [
      ...counts.map(() => "column3"),
      ...sums.map((_, index) => `column${index + 4}`),
    ];
    return new BulkWriter(
      database,
      3 + sums.length,
      `INSERT INTO ${table} (${period}, user, ${added}) SELECT column1, column2, ${values}
        FROM (VALUES`,
      `) WHERE true ON CONFLICT DO UPDATE SET ${
        added.map((name) => `${name} = ${name} + excluded.${name}`)
      }`,
    );
  });
}

/** Adds changes to the stored roll-ups. Every method belongs inside a transaction. */
export class RollupWriter {
  readonly #database: Database;
  readonly #rollups: BulkWriter;
  readonly #days: BulkWriter[];
  readonly #spans: BulkWriter[];

  constructor(database: Database) {
    this.#database = database;
    this.#rollups = new BulkWriter(database, 11, ...UPSERT);
    this.#days = userWriters(database, "user_days", SLOTS_OF_DAY, ["billions", "units"]);
    this.#spans = userWriters(database, "user_spans", DAYS_OF_SPAN, []);
  }

  /** Adds all that was gathered. */
  apply(changes: RollupChanges): void {
    const values: SqlValue[] = [];
    for (const [dimension, grain, block, type, key, totals] of changes.changedRows()) {
      const { events, valued, billions, units, least, most } = totals;
      values.push(dimension, grain, block, type, key);
      values.push(events, valued, billions, units, least, most);
    }
    this.#rollups.write(values);
    for (const { slot, users } of changes.changedUsers()) {
      const { day, column } = dayOfSlot(slot);
      const { span, column: columnOfDay } = spanOfDay(day);
      const days: SqlValue[] = [];
      const spans: SqlValue[] = [];
      for (const [user, { events, billions, units }] of users) {
        days.push(day, user, events, billions, units);
        spans.push(span, user, events);
      }
      this.#days[column]!.write(days);
      this.#spans[columnOfDay]!.write(spans);
    }
  }

  /**
   * After an event of this value was taken away: drops the rows that count nothing any more, and where
   * it was the least or the most looks for the next one, finer grains first.
   */
  settle(changes: RollupChanges, removed: number | bigint | null): void {
    for (const row of changes.changedRows()) this.#settleRow(row, removed);
    for (const { slot, users } of changes.changedUsers()) {
      const { day } = dayOfSlot(slot);
      for (const [user] of users) {
        this.#database.run(DELETE_DAY, day, user);
        this.#database.run(DELETE_SPAN, spanOfDay(day).span, user);
      }
    }
  }

  #settleRow(
    [dimension, grain, block, type, key]: RollupRow,
    removed: number | bigint | null,
  ): void {
    const row = [dimension, grain, block, type, key];
    if (this.#database.run(`DELETE FROM rollups WHERE ${ROW} AND events = 0`, ...row) > 0) return;
    if (removed === null) return;
    const name = (Object.keys(ROLLUP_DIMENSIONS) as RollupDimension[])
      .find((name) => ROLLUP_DIMENSIONS[name] === dimension)!;
    const isFinest = grain === GRAINS[name][0];
    const source = isFinest ? extremesOfEvents(name) : EXTREMES_OF_FINER;
    const size = isFinest ? GRAIN_SIZES[grain]! : GRAIN_SIZES[grain]! / GRAIN_SIZES[grain - 1]!;
    this.#database.run(
      `UPDATE rollups SET (least, most) = (${source}) WHERE ${ROW} AND ?8 IN (least, most)`,
      ...row,
      block * size,
      (block + 1) * size,
      removed,
    );
  }
}

function extremesOfEvents(dimension: RollupDimension): string {
  const isKey = dimension === "type" ? "" : `AND ${DIMENSION_COLUMNS[dimension]} = ?5`;
  return `SELECT min(events.units), max(events.units) FROM events INDEXED BY events_by_time
    WHERE ts >= ?6 AND ts < ?7 AND events.type = ?4 ${isKey}`;
}

const EXTREMES_OF_FINER = `SELECT min(finer.least), max(finer.most) FROM rollups AS finer
  WHERE finer.dimension = ?1 AND finer.grain = ?2 - 1 AND finer.block >= ?6 AND finer.block < ?7
    AND finer.type = ?4 AND finer.key = ?5`;
