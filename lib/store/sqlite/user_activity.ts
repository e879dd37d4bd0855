import type { Database } from "./database.ts";
import {
  countBetween,
  DAYS_OF_SPAN,
  floorDivide,
  SLOT_SIZE,
  SLOTS_OF_DAY,
  USER_PERIOD,
} from "./event_tables.ts";
import { type Period, ROLLED_UP, SUM_COLUMNS } from "./facts.ts";
import { BILLION, sumOf, valueOf } from "./units.ts";

const DAY = SLOT_SIZE * SLOTS_OF_DAY;

/**
 * SELECTs that together give every user's number of events in a period: few rows of wide tables, and
 * at both ends the events of at most an hour, added or taken away. All numbers in it are our own.
 */
function activitySelects({ from, to }: Period): string[] {
  const first = Math.round(from / SLOT_SIZE);
  const end = Math.round(to / SLOT_SIZE);
  if (end <= first) return eventSelects(from, to);
  return [
    ...eventSelects(from, first * SLOT_SIZE),
    ...eventSelects(end * SLOT_SIZE, to),
    ...slotSelects(first, end),
  ];
}

/** Single events from one time to another; taken away when that lies before. */
function eventSelects(from: number, to: number): string[] {
  if (from === to) return [];
  const [start, stop, sign] = from < to ? [from, to, 1] : [to, from, -1];
  return [`SELECT user, ${sign} AS n FROM events INDEXED BY events_by_time
    WHERE ts >= ${start} AND ts < ${stop} AND seq <= ${ROLLED_UP}`];
}

function slotSelects(first: number, end: number): string[] {
  const firstDay = Math.ceil(first / SLOTS_OF_DAY);
  const endDay = Math.floor(end / SLOTS_OF_DAY);
  const ofDay = (day: number, from: number, to: number) =>
    `SELECT user, ${countBetween(from, to)} AS n FROM user_days WHERE day = ${day}`;
  if (endDay < firstDay) {
    return [ofDay(endDay, first - endDay * SLOTS_OF_DAY, end - endDay * SLOTS_OF_DAY)];
  }
  const selects = firstDay < endDay ? daySelects(firstDay, endDay) : [];
  const head = firstDay * SLOTS_OF_DAY - first;
  if (head > 0) selects.push(ofDay(firstDay - 1, SLOTS_OF_DAY - head, SLOTS_OF_DAY));
  const tail = end - endDay * SLOTS_OF_DAY;
  if (tail > 0) selects.push(ofDay(endDay, 0, tail));
  return selects;
}

function daySelects(firstDay: number, endDay: number): string[] {
  const firstSpan = Math.ceil(firstDay / DAYS_OF_SPAN);
  const endSpan = Math.floor(endDay / DAYS_OF_SPAN);
  const ofSpan = (span: number, from: number, to: number) =>
    `SELECT user, ${countBetween(from, to)} AS n FROM user_spans WHERE span = ${span}`;
  if (endSpan < firstSpan) {
    return [ofSpan(endSpan, firstDay - endSpan * DAYS_OF_SPAN, endDay - endSpan * DAYS_OF_SPAN)];
  }
  const selects = [
    `SELECT user, ${countBetween(0, DAYS_OF_SPAN)} AS n FROM user_spans
      WHERE span >= ${firstSpan} AND span < ${endSpan}`,
  ];
  const head = firstSpan * DAYS_OF_SPAN - firstDay;
  if (head > 0) selects.push(ofSpan(firstSpan - 1, DAYS_OF_SPAN - head, DAYS_OF_SPAN));
  const tail = endDay - endSpan * DAYS_OF_SPAN;
  if (tail > 0) selects.push(ofSpan(endSpan, 0, tail));
  return selects;
}

export interface UserActivity {
  /** Distinct users. */
  users: number;
  /** By number of events. */
  top: { userId: string; count: number; value: number }[];
}

/** Who was active in a period, whatever the events were. Belongs in a snapshot. */
export function readUserActivity(database: Database, period: Period, limit: number): UserActivity {
  // The text differs from call to call, and so is not kept.
  const rows = database.connection.prepare(`
    WITH activity (user, n) AS MATERIALIZED (
      SELECT user, sum(n) FROM (${activitySelects(period).join(" UNION ALL ")})
      GROUP BY user HAVING sum(n) > 0
    )
    SELECT (SELECT count(*) FROM activity) AS users, a.user, a.n, names.name
    FROM activity AS a CROSS JOIN names ON names.code = a.user
    WHERE a.n >= (SELECT min(n) FROM (SELECT n FROM activity ORDER BY n DESC LIMIT ${limit}))
    ORDER BY a.n DESC, names.name LIMIT ${limit}
  `).all();
  if (rows.length === 0) return { users: 0, top: [] };
  const values = valuesOfUsers(database, period, rows.map(({ user }) => Number(user)));
  return {
    users: Number(rows[0]!.users),
    top: rows.map(({ user, n, name }) => ({
      userId: String(name),
      count: Number(n),
      value: values.get(Number(user)) ?? 0,
    })),
  };
}

/** Sums of a few users' values, exact: whole days from their rows, the rest from the events. */
function valuesOfUsers(database: Database, { from, to }: Period, users: number[]) {
  const firstDay = Math.ceil(from / DAY);
  const endDay = Math.max(Math.floor(to / DAY), firstDay);
  const parts: number[][] = [];
  const addParts = (start: number, stop: number) => {
    for (let part = Math.floor(start / USER_PERIOD); part * USER_PERIOD < stop; part++) {
      parts.push([part, start, stop]);
    }
  };
  if (firstDay * DAY >= to) {
    addParts(from, to);
  } else {
    if (from < firstDay * DAY) addParts(from, firstDay * DAY);
    if (endDay * DAY < to) addParts(endDay * DAY, to);
  }
  const rows = database.all(
    `WITH RECURSIVE day (day) AS (
        SELECT CAST(?2 AS INTEGER) WHERE ?2 < ?3
        UNION ALL SELECT day + 1 FROM day WHERE day < ?3 - 1
      ),
      part (part, start, stop) AS MATERIALIZED (
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?4)
      )
      SELECT user, ${SUM_COLUMNS} FROM (
        SELECT d.user, d.billions, d.units
        FROM json_each(?1) AS wanted CROSS JOIN day CROSS JOIN user_days AS d
        WHERE d.day = day.day AND d.user = wanted.value
        UNION ALL
        SELECT e.user, e.units / ${BILLION}, e.units % ${BILLION}
        FROM json_each(?1) AS wanted CROSS JOIN part
          CROSS JOIN events AS e INDEXED BY events_by_user
        WHERE ${floorDivide("e.ts", USER_PERIOD)} = part.part AND e.user = wanted.value
          AND e.ts >= part.start AND e.ts < part.stop AND e.seq <= ${ROLLED_UP}
      ) GROUP BY user`,
    JSON.stringify(users),
    firstDay,
    firstDay * DAY >= to ? firstDay : endDay,
    JSON.stringify(parts),
  );
  return new Map(rows.map((row) => [
    Number(row.user),
    valueOf(sumOf(Number(row.billions), Number(row.units))),
  ]));
}
