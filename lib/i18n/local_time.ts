/** A form's date and time without a zone, as `<input type="datetime-local">` sends it. */
const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/;

/**
 * What a clock of the zone shows at `at` (epoch milliseconds), as `2026-11-22T09:30`, the value of
 * an `<input type="datetime-local">`. @throws RangeError for an unknown zone.
 */
export function localTimeText(at: number, timeZone: string): string {
  return new Date(clockAt(at, timeZone)).toISOString().slice(0, 16);
}

/**
 * The instant (epoch milliseconds) at which a clock of the zone shows `text`; `null` when it is not
 * a local time. Of an hour that the clock shows twice it is one, of one that it skips a near one.
 * @throws RangeError for an unknown zone.
 */
export function instantOfLocalTime(text: string, timeZone: string): number | null {
  const clock = LOCAL_TIME.test(text) ? Date.parse(`${text}Z`) : NaN;
  if (Number.isNaN(clock)) return null;
  // The distance to UTC is only known at an instant; the second look is past a change of the clock.
  let at = clock;
  for (let look = 0; look < 2; look++) at = clock - (clockAt(at, timeZone) - at);
  return at;
}

/** The zone's clock at an instant, written as if it were UTC; exact to the second. */
function clockAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const field = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(
    field("year"),
    field("month") - 1,
    field("day"),
    field("hour"),
    field("minute"),
    field("second"),
  );
}
