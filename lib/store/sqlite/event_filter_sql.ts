import type { Dimension } from "../../events/event.ts";
import type { EventFilter } from "../events.ts";
import { DIMENSION_COLUMNS } from "./event_tables.ts";
import type { Parameters } from "./parameters.ts";

/** Whether an event is flagged; most are not, and their metadata need not be parsed to know that. */
export const FLAGGED = `(instr(e.metadata, '"flagged":true') > 0
  AND json_type(e.metadata, '$.anomaly.flagged') IS 'true')`;

const ASCII = /^[\x20-\x7e]*$/;

/** SQL that is true where a text column contains `needle`, in whatever case. */
export function containsSql(column: string, needle: string, parameters: Parameters): string {
  const lower = parameters.bind(needle.toLowerCase());
  // SQLite's lower() suffices, and is much faster, where the needle has ASCII letters only.
  return ASCII.test(needle)
    ? `instr(lower(${column}), ${lower}) > 0`
    : `contains_text(${column}, ${lower})`;
}

function textCondition(text: string, parameters: Parameters): string {
  const named = `IN (SELECT code FROM names WHERE ${containsSql("name", text, parameters)})`;
  const quoted = JSON.stringify(text).slice(1, -1);
  return `(${
    [
      `e.type ${named}`,
      `e.user ${named}`,
      `e.source ${named}`,
      containsSql("e.id", text, parameters),
      containsSql("e.metadata", quoted, parameters),
    ].join(" OR ")
  })`;
}

/** Conditions on `events AS e` for everything in a filter but its times. */
export function conditionsOf(filter: EventFilter, parameters: Parameters): string[] {
  const conditions: string[] = [];
  for (const dimension of Object.keys(DIMENSION_COLUMNS) as Dimension[]) {
    const name = filter[dimension];
    if (name === undefined) continue;
    conditions.push(`e.${DIMENSION_COLUMNS[dimension]} = ${parameters.bindName(name)}`);
  }
  if (filter.minValue !== undefined) {
    conditions.push(`e.value >= ${parameters.bind(filter.minValue)}`);
  }
  if (filter.maxValue !== undefined) {
    conditions.push(`e.value <= ${parameters.bind(filter.maxValue)}`);
  }
  if (filter.flagged !== undefined) {
    conditions.push(filter.flagged ? FLAGGED : `NOT ${FLAGGED}`);
  }
  if (filter.q !== undefined && filter.q !== "") {
    conditions.push(textCondition(filter.q, parameters));
  }
  return conditions;
}

/** Conditions on `events AS e` for a filter's times. */
export function timeConditionsOf(filter: EventFilter, parameters: Parameters): string[] {
  const conditions: string[] = [];
  if (filter.from !== undefined) conditions.push(`e.ts >= ${parameters.bind(filter.from)}`);
  if (filter.to !== undefined) conditions.push(`e.ts < ${parameters.bind(filter.to)}`);
  return conditions;
}
