import type { Metadata, SequencedEvent } from "../../events/event.ts";
import type { EventFilter, UserTotals } from "../events.ts";
import type { Database, SqlRow } from "./database.ts";
import type { EventPosition } from "./event_cursor.ts";
import { conditionsOf, timeConditionsOf } from "./event_filter_sql.ts";
import { floorDivide, USER_PERIOD } from "./event_tables.ts";
import { activeSpans, factsSql, SUM_COLUMNS } from "./facts.ts";
import { Parameters } from "./parameters.ts";
import { sumOf, valueOf } from "./units.ts";

const COLUMNS = `e.seq, e.id, e.ts, e.value, e.currency, e.received, e.metadata,
  (SELECT name FROM names WHERE code = e.type) AS type,
  (SELECT name FROM names WHERE code = e.user) AS user,
  (SELECT name FROM names WHERE code = e.source) AS source`;

const NEWEST_FIRST = "ORDER BY e.ts DESC, e.seq DESC";
const DAY = 24 * 3_600_000;

function isoOf(time: number): string {
  return new Date(time).toISOString();
}

function sequencedEventOf(row: SqlRow): SequencedEvent {
  return {
    id: String(row.id),
    userId: String(row.user),
    type: String(row.type),
    value: row.value === null ? null : Number(row.value),
    ...(row.currency === null ? {} : { currency: String(row.currency) }),
    timestamp: isoOf(Number(row.ts)),
    metadata: JSON.parse(String(row.metadata)) as Metadata,
    source: String(row.source),
    receivedAt: isoOf(Number(row.received)),
    seq: Number(row.seq),
  };
}

/** The event of that id. */
export function readEvent(database: Database, id: string): SequencedEvent | null {
  const row = database.get(`SELECT ${COLUMNS} FROM events AS e WHERE e.id = ?`, id);
  return row === undefined ? null : sequencedEventOf(row);
}

/** Events after an order number, oldest first. */
export function readSince(database: Database, seq: number, limit: number): SequencedEvent[] {
  return database.all(
    `SELECT ${COLUMNS} FROM events AS e WHERE e.seq > ? ORDER BY e.seq LIMIT ?`,
    seq,
    limit,
  ).map(sequencedEventOf);
}

/** A number that is kept with the events. */
export function readCounter(database: Database, name: "events" | "sequence"): number {
  return Number(database.get("SELECT value FROM counters WHERE name = ?", name)?.value);
}

/** At most `limit` matching events after a position, newest first. */
export function readNewest(
  database: Database,
  filter: EventFilter,
  after: EventPosition | null,
  limit: number,
): SequencedEvent[] {
  return database.snapshot(() =>
    filter.userId === undefined
      ? readNewestOfAll(database, filter, after, limit)
      : readNewestOfUser(database, filter, filter.userId, after, limit)
  );
}

function positionConditions(after: EventPosition | null, parameters: Parameters): string[] {
  if (after === null) return [];
  return [`(e.ts, e.seq) < (${parameters.bind(after.ts)}, ${parameters.bind(after.seq)})`];
}

function where(conditions: string[]): string {
  return conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
}

function readNewestOfAll(
  database: Database,
  filter: EventFilter,
  after: EventPosition | null,
  limit: number,
): SequencedEvent[] {
  const parameters = new Parameters();
  const conditions = [
    ...timeConditionsOf(filter, parameters),
    ...positionConditions(after, parameters),
    ...conditionsOf(filter, parameters),
  ];
  return database.all(
    `SELECT ${COLUMNS} FROM events AS e INDEXED BY events_by_time ${where(conditions)}
      ${NEWEST_FIRST} LIMIT ${parameters.bind(limit)}`,
    ...parameters.values,
  ).map(sequencedEventOf);
}

/**
 * A user's events lie together by period: the newest periods are asked first, then twice as many, until
 * the page is full.
 */
function readNewestOfUser(
  database: Database,
  filter: EventFilter,
  userId: string,
  after: EventPosition | null,
  limit: number,
): SequencedEvent[] {
  const from = filter.from ?? -Infinity;
  const to = Math.min(filter.to ?? Infinity, after === null ? Infinity : after.ts + 1);
  const spans = activeSpans(database, userId, from, to);
  const found: SequencedEvent[] = [];
  let length = DAY;
  for (const span of spans.toReversed()) {
    let stop = Math.min(to, span.to);
    const end = Math.max(from, span.from);
    while (stop > end && found.length < limit) {
      const start = Math.max(end, stop - length);
      found.push(
        ...readWindowOfUser(database, filter, { start, stop }, after, limit - found.length),
      );
      stop = start;
      length *= 2;
    }
    if (found.length >= limit) break;
  }
  return found;
}

function readWindowOfUser(
  database: Database,
  filter: EventFilter,
  { start, stop }: { start: number; stop: number },
  after: EventPosition | null,
  limit: number,
): SequencedEvent[] {
  const parameters = new Parameters();
  const first = parameters.bind(Math.floor(start / USER_PERIOD));
  const last = parameters.bind(Math.ceil(stop / USER_PERIOD) - 1);
  const conditions = [
    `${floorDivide("e.ts", USER_PERIOD)} = p.part`,
    `e.ts >= ${parameters.bind(start)}`,
    `e.ts < ${parameters.bind(stop)}`,
    ...positionConditions(after, parameters),
    ...conditionsOf(filter, parameters),
  ];
  return database.all(
    `WITH RECURSIVE period (part) AS (
        SELECT ${first} UNION ALL SELECT part + 1 FROM period WHERE part < ${last}
      )
      SELECT ${COLUMNS} FROM period AS p CROSS JOIN events AS e INDEXED BY events_by_user
      ${where(conditions)} ${NEWEST_FIRST} LIMIT ${parameters.bind(limit)}`,
    ...parameters.values,
  ).map(sequencedEventOf);
}

/** Totals over a user's whole history. */
export function readUserTotals(database: Database, userId: string): UserTotals {
  return database.snapshot(() => {
    const spans = activeSpans(database, userId, -Infinity, Infinity);
    const parameters = new Parameters();
    const facts = factsSql(database, {
      filter: { userId },
      key: "type",
      periods: spans,
      measures: ["events", "sum"],
    }, parameters);
    const rows = database.all(
      `${facts} SELECT name, sum(events) AS events, ${SUM_COLUMNS}
        FROM facts JOIN names ON names.code = key GROUP BY key ORDER BY events DESC, name`,
      ...parameters.values,
    );
    const first = readEdge(database, userId, spans[0], "min");
    const last = readEdge(database, userId, spans.at(-1), "max");
    return {
      userId,
      events: rows.reduce((sum, { events }) => sum + Number(events), 0),
      firstSeen: first === null ? null : isoOf(first),
      lastSeen: last === null ? null : isoOf(last),
      byType: rows.map((row) => ({
        type: String(row.name),
        count: Number(row.events),
        value: valueOf(sumOf(Number(row.billions), Number(row.units))),
      })),
    };
  });
}

/** Time of the user's first or last event in a span. */
function readEdge(
  database: Database,
  userId: string,
  span: { from: number; to: number } | undefined,
  edge: "min" | "max",
): number | null {
  if (span === undefined) return null;
  const row = database.get(
    `WITH RECURSIVE period (part) AS (
        SELECT ?1 UNION ALL SELECT part + 1 FROM period WHERE part < ?2
      )
      SELECT ${edge}(e.ts) AS time
      FROM period AS p CROSS JOIN events AS e INDEXED BY events_by_user
      WHERE ${floorDivide("e.ts", USER_PERIOD)} = p.part
        AND e.user = (SELECT code FROM names WHERE name = ?3)`,
    Math.floor(span.from / USER_PERIOD),
    Math.ceil(span.to / USER_PERIOD) - 1,
    userId,
  );
  return row === undefined || row.time === null ? null : Number(row.time);
}
