import type { LocalTimes } from "../../i18n/local_time.ts";

/** Which comes first in a date of two short numbers. */
export const DATE_ORDERS = ["dmy", "mdy"] as const;
export type DateOrder = typeof DATE_ORDERS[number];

const TIME = String.raw`(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?`;
const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${TIME} ?(Z|[+-]\d\d:?\d\d)?$`,
);
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${TIME}$`);
/** A day without a time is taken at noon, which is the same day nearly everywhere. */
const NOON = "12:00:00";

/** What a date with the year at its end tells of the order: `null` when it fits both or has none. */
export function orderOfDate(text: string): DateOrder | null {
  const [, first, second] = YEAR_LAST.exec(text) ?? [];
  if (Number(first) > 12) return "dmy";
  return Number(second) > 12 ? "mdy" : null;
}

/**
 * The instant (epoch milliseconds) of a date that a table holds, with or without a time, which is
 * that of the zone of `local` unless it names its own; `null` when it is none.
 */
export function instantOfDate(text: string, order: DateOrder, local: LocalTimes): number | null {
  const years = YEAR_FIRST.exec(text);
  if (years !== null) {
    const [, year, month, day, hour, minute, second, offset] = years;
    const date = dateText(year!, month!, day!);
    if (date === null) return null;
    const time = timeText(hour, minute, second);
    if (offset === undefined) return local.instantOf(`${date}T${time}`);
    if (hour === undefined) return null;
    const at = Date.parse(`${date}T${time}${offset.replace(/(\d\d):?(\d\d)$/, "$1:$2")}`);
    return Number.isNaN(at) ? null : at;
  }
  const days = YEAR_LAST.exec(text);
  if (days === null) return null;
  const [, first, second, year, hour, minute, seconds] = days;
  const [day, month] = order === "dmy" ? [first!, second!] : [second!, first!];
  const date = dateText(year!.length === 2 ? `20${year}` : year!, month, day);
  if (date === null) return null;
  return local.instantOf(`${date}T${timeText(hour, minute, seconds)}`);
}

function timeText(hour: string | undefined, minute: string | undefined, second = "00"): string {
  return hour === undefined ? NOON : `${hour.padStart(2, "0")}:${minute}:${second}`;
}

/** The date in ISO 8601; `null` for one that no calendar has, like February 30. */
function dateText(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : text;
}
