import type { Dimension } from "../../events/event.ts";
import type { EventFilter } from "../events.ts";
import type { Database } from "./database.ts";
import { conditionsOf } from "./event_filter_sql.ts";
import {
  DAYS_OF_SPAN,
  DIMENSION_COLUMNS,
  floorDivide,
  GRAINS,
  ROLLUP_DIMENSIONS,
  type RollupDimension,
  SLOT_SIZE,
  SLOTS_OF_DAY,
  USER_PERIOD,
} from "./event_tables.ts";
import type { Parameters } from "./parameters.ts";
import { type Block, coverPeriod, type Stretch } from "./time_cover.ts";
import { BILLION } from "./units.ts";

/** A numbered period. Epoch milliseconds, `to` exclusive. */
export interface Period {
  from: number;
  to: number;
}

export interface FactsQuery {
  /** Times in it are ignored; `periods` count. */
  filter: EventFilter;
  /** What `key` of the facts is; `null` for nothing. */
  key: Dimension | null;
  periods: readonly Period[];
  /** Which columns the facts have. */
  measures: readonly Measure[];
  /** Whether each fact must be a single event. */
  singly?: boolean;
}

/** Columns of facts: number of events, number of those with a value, sum, smallest and largest value. */
export type Measure = "events" | "valued" | "sum" | "extremes";

const OF_ROLLUP: Record<Measure, string> = {
  events: "b.sign * r.events AS events",
  valued: "b.sign * r.valued AS valued",
  sum: "b.sign * r.billions AS billions, b.sign * r.units AS units",
  extremes: "r.least, r.most",
};
const OF_EVENT: Record<Measure, string> = {
  events: "s.sign AS events",
  valued: "s.sign * (e.units IS NOT NULL) AS valued",
  sum: `s.sign * (e.units / ${BILLION}) AS billions, s.sign * (e.units % ${BILLION}) AS units`,
  extremes: "e.units AS least, e.units AS most",
};

function columnsOf(measures: readonly Measure[], columns: Record<Measure, string>): string {
  return measures.map((measure) => columns[measure]).join(", ");
}

/** Dimension whose roll-ups know the answer to a question, or `null` when only the events do. */
export function rollupFor(filter: EventFilter, key: Dimension | null): RollupDimension | null {
  if (filter.minValue !== undefined || filter.maxValue !== undefined) return null;
  if (filter.q !== undefined && filter.q !== "" || filter.flagged !== undefined) return null;
  // The events of one user are found at once, and no roll-up has its days one after another.
  if (filter.userId !== undefined) return null;
  const needed = (Object.keys(DIMENSION_COLUMNS) as Dimension[])
    .filter((dimension) => dimension === key || filter[dimension] !== undefined)
    .filter((dimension) => dimension !== "type");
  const [only = "type", ...more] = needed;
  return more.length > 0 ? null : only;
}

/** Whether a filter has no condition but its times. */
export function isOfPeriodOnly({ from: _from, to: _to, ...conditions }: EventFilter): boolean {
  return Object.values(conditions).every((value) => value === undefined || value === "");
}

/**
 * Last order number that the roll-ups contain. What is newer is left out everywhere, so that all parts
 * of an answer agree.
 */
export const ROLLED_UP = "(SELECT value FROM counters WHERE name = 'rolled_up')";

type Placed<T> = T & { period: number };

/**
 * WITH clause that defines `facts`: totals (or single events, where roll-ups cannot answer) that match
 * the query, with the number of their period, `type` and `key` as integers, and the measures. Belongs in a
 * snapshot.
 */
export function factsSql(database: Database, query: FactsQuery, parameters: Parameters): string {
  const rollup = query.singly === true ? null : rollupFor(query.filter, query.key);
  const blocks: Placed<Block>[] = [];
  const stretches: Placed<Stretch>[] = [];
  for (const [period, { from, to }] of query.periods.entries()) {
    if (rollup === null) {
      stretches.push({ period, from, to, sign: 1 });
      continue;
    }
    const cover = coverPeriod({
      from,
      to,
      grains: GRAINS[rollup],
      // What was the least cannot be taken away.
      subtract: !query.measures.includes("extremes"),
    });
    for (const block of cover.blocks) blocks.push({ period, ...block });
    for (const stretch of cover.stretches) stretches.push({ period, ...stretch });
  }
  const events = query.filter.userId === undefined
    ? eventsByTime(query, stretches, parameters)
    : eventsOfUser(database, query, query.filter.userId, stretches, parameters);
  const parts = [events];
  if (rollup !== null) parts.push(rollups(rollup, query, blocks, parameters));
  return `WITH RECURSIVE ${parts.map(({ list }) => list).join(", ")},
    facts AS (${parts.map(({ select }) => select).join(" UNION ALL ")})`;
}

interface Part {
  list: string;
  select: string;
}

function rollups(
  dimension: RollupDimension,
  { filter, key, measures }: FactsQuery,
  blocks: Placed<Block>[],
  parameters: Parameters,
): Part {
  const list = JSON.stringify(
    blocks.map(({ period, grain, block, sign }) => [period, grain, block, sign]),
  );
  const conditions = [
    `r.dimension = ${ROLLUP_DIMENSIONS[dimension]}`,
    "r.grain = b.grain",
    "r.block = b.block",
  ];
  if (filter.type !== undefined) conditions.push(`r.type = ${parameters.bindName(filter.type)}`);
  const wanted = dimension === "type" ? undefined : filter[dimension];
  if (wanted !== undefined) conditions.push(`r.key = ${parameters.bindName(wanted)}`);
  return {
    list: `block_list (period, grain, block, sign) AS MATERIALIZED (
      SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3
      FROM json_each(${parameters.bind(list)}))`,
    select: `SELECT b.period, r.type, ${key === "type" ? "r.type" : "r.key"} AS key,
        ${columnsOf(measures, OF_ROLLUP)}
      FROM block_list AS b CROSS JOIN rollups AS r WHERE ${conditions.join(" AND ")}`,
  };
}

function keyColumn(key: Dimension | null): string {
  return key === null ? "0" : `e.${DIMENSION_COLUMNS[key]}`;
}

/** Rows without the key are no facts about it. */
function keyConditions(key: Dimension | null): string[] {
  return key === null ? [] : [`e.${DIMENSION_COLUMNS[key]} IS NOT NULL`];
}

function eventsByTime(
  { filter, key, measures }: FactsQuery,
  stretches: Placed<Stretch>[],
  parameters: Parameters,
): Part {
  const list = JSON.stringify(
    stretches.map(({ period, from, to, sign }) => [period, from, to, sign]),
  );
  const conditions = [
    "e.ts >= s.start",
    "e.ts < s.stop",
    `e.seq <= ${ROLLED_UP}`,
    ...conditionsOf(filter, parameters),
    ...keyConditions(key),
  ];
  return {
    list: `stretch_list (period, start, stop, sign) AS MATERIALIZED (
      SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3
      FROM json_each(${parameters.bind(list)}))`,
    select: `SELECT s.period, e.type, ${keyColumn(key)} AS key, ${columnsOf(measures, OF_EVENT)}
      FROM stretch_list AS s CROSS JOIN events AS e INDEXED BY events_by_time
      WHERE ${conditions.join(" AND ")}`,
  };
}

function eventsOfUser(
  database: Database,
  { filter, key, measures }: FactsQuery,
  userId: string,
  stretches: Placed<Stretch>[],
  parameters: Parameters,
): Part {
  const spans = stretches.length === 0 ? [] : activeSpans(
    database,
    userId,
    Math.min(...stretches.map(({ from }) => from)),
    Math.max(...stretches.map(({ to }) => to)),
  );
  const rows: number[][] = [];
  for (const { period, from, to, sign } of stretches) {
    for (const span of spans) {
      const start = Math.max(from, span.from);
      const stop = Math.min(to, span.to);
      for (let part = Math.floor(start / USER_PERIOD); part * USER_PERIOD < stop; part++) {
        rows.push([period, part, start, stop, sign]);
      }
    }
  }
  const conditions = [
    `${floorDivide("e.ts", USER_PERIOD)} = s.part`,
    "e.ts >= s.start",
    "e.ts < s.stop",
    `e.seq <= ${ROLLED_UP}`,
    ...conditionsOf(filter, parameters),
    ...keyConditions(key),
  ];
  return {
    list: `stretch_list (period, part, start, stop, sign) AS MATERIALIZED (
      SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
      FROM json_each(${parameters.bind(JSON.stringify(rows))}))`,
    select: `SELECT s.period, e.type, ${keyColumn(key)} AS key, ${columnsOf(measures, OF_EVENT)}
      FROM stretch_list AS s CROSS JOIN events AS e INDEXED BY events_by_user
      WHERE ${conditions.join(" AND ")}`,
  };
}

const SPAN_SIZE = SLOT_SIZE * SLOTS_OF_DAY * DAYS_OF_SPAN;

/** Spans of 32 days inside [from, to) in which the user has events, oldest first. */
export function activeSpans(
  database: Database,
  userId: string,
  from: number,
  to: number,
): Period[] {
  const bounds = database.get(
    `SELECT (SELECT min(span) FROM user_spans) AS first, (SELECT max(span) FROM user_spans) AS last`,
  );
  if (bounds === undefined || bounds.first === null) return [];
  const first = Math.max(Number(bounds.first), Math.floor(from / SPAN_SIZE));
  const last = Math.min(Number(bounds.last), Math.ceil(to / SPAN_SIZE) - 1);
  return database.all(
    `WITH RECURSIVE candidate (span) AS (
        SELECT CAST(?1 AS INTEGER) WHERE ?1 <= ?2
        UNION ALL SELECT span + 1 FROM candidate WHERE span < ?2
      )
      SELECT u.span FROM candidate AS c CROSS JOIN user_spans AS u
      WHERE u.span = c.span AND u.user = (SELECT code FROM names WHERE name = ?3)`,
    first,
    last,
    userId,
  ).map(({ span }) => ({
    from: Number(span) * SPAN_SIZE,
    to: (Number(span) + 1) * SPAN_SIZE,
  }));
}

/** Sums of `facts`, in the form that compares: `units` never negative. */
export const SUM_COLUMNS = `
  coalesce(sum(billions) + ${floorDivide("sum(units)", BILLION)}, 0) AS billions,
  coalesce(sum(units) - ${BILLION} * ${floorDivide("sum(units)", BILLION)}, 0) AS units`;

const ADDED_UP: Record<Measure, string> = {
  events: "sum(events) AS events",
  valued: "sum(valued) AS valued",
  sum: SUM_COLUMNS,
  extremes: "min(least) AS least, max(most) AS most",
};

/** The measures of a group of facts, under the same names. */
export function addedUp(measures: readonly Measure[]): string {
  return columnsOf(measures, ADDED_UP);
}
