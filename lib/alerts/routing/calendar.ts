import { z } from "zod";
import { instantOfLocalTime, localTimeText } from "../../i18n/local_time.ts";
import { HOLIDAY_COUNTRIES, holidayOn } from "./holidays.ts";

const DAY_MS = 86_400_000;
/** How far ahead the end of a quiet time is looked for. */
const HORIZON_DAYS = 15;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Must be a time such as 22:30");

/** Reference name of routes, calendars and the like. */
export const referenceName = z.string().trim().min(1).max(60).regex(
  /^[^\p{C}]+$/u,
  "Must have visible characters only",
);

export const calendarSchema = z.strictObject({
  name: referenceName,
  timeZone: z.string().max(60).refine(isTimeZone, "Is no time zone, such as America/Sao_Paulo"),
  quietHours: z.array(z.strictObject({
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7).describe(
      "Days on which it begins, 1 (Monday) to 7 (Sunday).",
    ),
    from: clock,
    to: clock.describe("On the following day unless it is later than `from`."),
  })).max(20).default([]),
  holidays: z.enum(HOLIDAY_COUNTRIES).nullable().default(null).describe(
    "Whose national holidays are quiet, whole days.",
  ),
  optionalHolidays: z.boolean().default(false).describe(
    "Also Carnaval and, in Brazil, Corpus Christi.",
  ),
  dates: z.array(z.iso.date()).max(400).default([]).describe("Further quiet days."),
  criticalPasses: z.boolean().default(true).describe(
    "Alerts of severity `critical` are told anyway.",
  ),
});

/** Times at which people want no messages. */
export type Calendar = z.infer<typeof calendarSchema>;

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

/** 1 (Monday) to 7 (Sunday). */
function weekday(date: string): number {
  return new Date(`${date}T00:00Z`).getUTCDay() || 7;
}

/** Whether it is a quiet time at `at` (epoch milliseconds). */
export function isQuiet(calendar: Calendar, at: number): boolean {
  const local = localTimeText(at, calendar.timeZone);
  const date = local.slice(0, 10);
  const time = local.slice(11, 16);
  if (calendar.dates.includes(date)) return true;
  const holiday = calendar.holidays === null ? null : holidayOn(calendar.holidays, date);
  if (holiday !== null && (!holiday.isOptional || calendar.optionalHolidays)) return true;
  const today = weekday(date);
  const yesterday = weekday(dayBefore(date));
  return calendar.quietHours.some(({ days, from, to }) => {
    if (from < to) return days.includes(today) && time >= from && time < to;
    return days.includes(today) && time >= from || days.includes(yesterday) && time < to;
  });
}

/** When the quiet time in which `at` lies ends, at most 15 days ahead. */
export function quietEnd(calendar: Calendar, at: number): number {
  const ends = ["00:00", ...calendar.quietHours.map(({ to }) => to)].toSorted();
  let date = localTimeText(at, calendar.timeZone).slice(0, 10);
  for (let day = 0; day <= HORIZON_DAYS; day++) {
    for (const time of ends) {
      const end = instantOfLocalTime(`${date}T${time}`, calendar.timeZone)!;
      if (end > at && !isQuiet(calendar, end)) return end;
    }
    date = new Date(Date.parse(`${date}T00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  }
  return at + HORIZON_DAYS * DAY_MS;
}

/** A calendar that is quiet at a moment. */
export interface QuietTime {
  name: string;
  criticalPasses: boolean;
  /** Epoch milliseconds. */
  until: number;
}

/** Those of the calendars that are quiet at `at`. */
export function quietTimes(calendars: readonly Calendar[], at: number): QuietTime[] {
  return calendars.filter((calendar) => isQuiet(calendar, at)).map((calendar) => {
    const { name, criticalPasses } = calendar;
    return { name, criticalPasses, until: quietEnd(calendar, at) };
  });
}
