const PATTERN =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;
/** Numbers below this are seconds since the epoch, those from it on milliseconds. */
const FIRST_MS = 1e11;

/** Milliseconds since the epoch of ISO 8601, `YYYY-MM-DD HH:MM:SS` (UTC) or a number; NaN for others. */
export function parseTimestamp(text: string): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    return Math.abs(value) < FIRST_MS ? value * 1000 : value;
  }
  const match = PATTERN.exec(text);
  if (match === null) return NaN;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isDay = new Date(date).getUTCDate() === Number(day) && Number(month) <= 12;
  const [hours, minutes, seconds] = [hour, minute, second].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  if (!isDay || hours > 24 || minutes > 59 || seconds > 60) return NaN;
  const ms = Number(`0.${fraction ?? 0}`) * 1000;
  return date + ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms - offsetMs(zone);
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (zone.startsWith("-") ? -1 : 1) * minutes * 60_000;
}
