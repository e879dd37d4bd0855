const MAX_CLOCKS = 1000;
/** Days that are remembered; a hundred years. */
const MAX_DAYS = 36_600;

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

const DAY_MS = 86_400_000;

/**
 * The same as {@linkcode instantOfLocalTime} for many times of one zone: on days on which the clock is
 * not changed, which are nearly all, the zone is asked once.
 */
export class LocalTimes {
  readonly #timeZone: string;
  /** Distance of the clock to UTC by day, `null` where it changes. */
  readonly #distances = new Map<string, number | null>();

  /** @throws RangeError for an unknown zone. */
  constructor(timeZone: string) {
    this.#timeZone = timeZone;
    clockOf(timeZone);
  }

  /** The instant, or `null` for what is no local time. */
  instantOf(text: string): number | null {
    const clock = LOCAL_TIME.test(text) ? Date.parse(`${text}Z`) : NaN;
    if (Number.isNaN(clock)) return null;
    const distance = this.#distanceOn(text.slice(0, 10));
    return distance === null ? instantOfLocalTime(text, this.#timeZone) : clock - distance;
  }

  #distanceOn(day: string): number | null {
    const known = this.#distances.get(day);
    if (known !== undefined) return known;
    const noon = Date.parse(`${day}T12:00:00Z`);
    // Zones are up to 14 hours away, so this looks a day to either side.
    const [before, after] = [noon - DAY_MS, noon + DAY_MS].map((at) =>
      clockAt(at, this.#timeZone) - at
    );
    const distance = before === after ? before ?? null : null;
    if (this.#distances.size < MAX_DAYS) this.#distances.set(day, distance);
    return distance;
  }
}

/** Clocks of zones, which take long to build; there are some 600 names. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    if (clocks.size < MAX_CLOCKS) clocks.set(timeZone, clock);
  }
  return clock;
}

/** The zone's clock at an instant, written as if it were UTC; exact to the second. */
function clockAt(at: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(at);
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
