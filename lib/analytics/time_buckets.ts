import type { Bucket } from "../store/events.ts";

/** Most buckets of one series. */
export const MAX_BUCKETS = 5_000;

/** The period holds more than `MAX_BUCKETS` buckets. Routes answer 422. */
export class TooManyBucketsError extends RangeError {
  constructor(bucket: Bucket) {
    super(
      `The period has more than ${MAX_BUCKETS} buckets of one ${bucket}; ` +
        "ask for a shorter period or a larger bucket.",
    );
    this.name = "TooManyBucketsError";
  }
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIXED_SIZE: Partial<Record<Bucket, number>> = { minute: 60_000, hour: HOUR };
/** More than any zone's distance from UTC. */
const FARTHEST_OFFSET = 16 * HOUR;

/** Milliseconds that a zone's clock is ahead of UTC at an instant. */
type OffsetAt = (instant: number) => number;

/** @throws RangeError when the zone is unknown. */
function offsetOf(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    timeZoneName: "longOffset",
    // Any field that keeps the text short; the offset is what is read.
    day: "numeric",
  });
  if (format.resolvedOptions().timeZone === "UTC") return () => 0;
  return (instant) => {
    const text = format.format(instant);
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
    if (match === null) throw new RangeError(`Cannot read the offset of ${timeZone} from ${text}`);
    const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
    const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
    return sign === "-" ? -size : size;
  };
}

/** Remainder that is never negative, also before 1970. */
function remainder(value: number, size: number): number {
  return ((value % size) + size) % size;
}

/** The instant in (before, after] at which the clock was changed; the offsets of both ends differ. */
function findTransition(before: number, after: number, offsetAt: OffsetAt): number {
  const old = offsetAt(before);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === old) before = middle;
    else after = middle;
  }
  return after;
}

/** The first instant at which the zone's clock shows `local` or, where that was skipped, more. */
function instantOf(local: number, offsetAt: OffsetAt): number {
  const before = offsetAt(local - FARTHEST_OFFSET);
  const after = offsetAt(local + FARTHEST_OFFSET);
  if (before === after) return local - before;
  for (const offset of [before, after]) {
    if (offsetAt(local - offset) === offset) return local - offset;
  }
  return findTransition(local - FARTHEST_OFFSET, local + FARTHEST_OFFSET, offsetAt);
}

/** Starts of minutes or hours: full ones on the zone's clock, and where the clock is changed. */
function* clockStarts(from: number, size: number, offsetAt: OffsetAt): Generator<number> {
  let offset = offsetAt(from);
  let start = from - remainder(from + offset, size);
  if (offsetAt(start) !== offset) start = findTransition(start, from, offsetAt);
  while (true) {
    yield start;
    let next = start + size - remainder(start + offset, size);
    const nextOffset = offsetAt(next);
    if (nextOffset !== offset) next = findTransition(start, next, offsetAt);
    start = next;
    offset = nextOffset;
  }
}

/** Starts of days, Monday weeks or months: the first instant of each on the zone's calendar. */
function* calendarStarts(
  from: number,
  bucket: "day" | "week" | "month",
  offsetAt: OffsetAt,
): Generator<number> {
  const local = from + offsetAt(from);
  let midnight = local - remainder(local, DAY);
  // The epoch's day 0 was a Thursday, 3 days after a Monday.
  if (bucket === "week") midnight -= remainder(midnight / DAY + 3, 7) * DAY;
  const date = new Date(midnight);
  let month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  if (bucket === "month") midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  while (true) {
    yield instantOf(midnight, offsetAt);
    if (bucket === "month") {
      month++;
      midnight = Date.UTC(Math.floor(month / 12), month % 12);
    } else {
      midnight += bucket === "week" ? 7 * DAY : DAY;
    }
  }
}

/**
 * Starts of all buckets that overlap [from, to), in epoch milliseconds, ascending. The first may lie
 * before `from`. Days, weeks (from Monday) and months follow the zone's calendar; hours and minutes
 * its clock, so that in a half-hour zone an hour begins at half past in UTC. An hour that the clock
 * shows twice is two buckets, one that it skips is none.
 *
 * @param timeZone IANA name.
 * @throws TooManyBucketsError, or RangeError when the zone is unknown.
 */
export function bucketStarts(
  from: number,
  to: number,
  bucket: Bucket,
  timeZone: string,
): number[] {
  const offsetAt = offsetOf(timeZone);
  const size = FIXED_SIZE[bucket];
  const walk = size === undefined
    ? calendarStarts(from, bucket as "day" | "week" | "month", offsetAt)
    : clockStarts(from, size, offsetAt);
  const starts: number[] = [];
  for (const start of walk) {
    if (start >= to) break;
    // A zone that jumped over the date line has a date without an instant.
    if (start === starts.at(-1)) continue;
    // A clock set back over midnight shows the end of a date again: that belongs to the new date.
    if (start <= from) starts.length = 0;
    starts.push(start);
    if (starts.length > MAX_BUCKETS) throw new TooManyBucketsError(bucket);
  }
  return starts;
}
