import type { Locale } from "./locale.ts";

/** Formats numbers, money and times for one reader; made once and reused, since `Intl` is slow to build. */
export interface Formatter {
  /** `1,234` / `1.234`. */
  count(value: number): string;
  /** At most four significant figures: `12.4 K` / `12,4 mil`. */
  compact(value: number): string;
  /** Full amount in the currency: `R$ 1.234,50`. */
  money(value: number): string;
  /** Short amount for a card: `R$ 12,4 mil`. */
  compactMoney(value: number): string;
  /** Amount where there is little room, with three significant figures: `R$8K`, `R$ 896 mil`. */
  axisMoney(value: number): string;
  /** `12.4%` / `12,4 %`; `value` 0.124. With `signed` a plus sign is written. */
  percent(value: number, signed?: boolean): string;
  /** Size in bytes: `12.4 kB`. */
  bytes(value: number): string;
  /** Date and time to the second. */
  dateTime(at: string | number): string;
  /** Time of day to the second. */
  time(at: string | number): string;
  /** Label of a chart bucket. */
  bucket(at: string | number, bucket: "minute" | "hour" | "day" | "week" | "month"): string;
  /** `2 min ago`, counted from `now` (epoch milliseconds). */
  relative(at: string | number, now: number): string;
}

const made = new Map<string, Formatter>();

/**
 * The formatter of a language, currency (ISO 4217) and IANA time zone.
 * @throws RangeError for a currency or zone that `Intl` does not know.
 */
export function formatterFor(locale: Locale, currency: string, timeZone: string): Formatter {
  const key = `${locale}|${currency}|${timeZone}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const formatter = makeFormatter(locale, currency, timeZone);
  made.set(key, formatter);
  return formatter;
}

function makeFormatter(locale: Locale, currency: string, timeZone: string): Formatter {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", ...options });
  const count = number({ maximumFractionDigits: 2 });
  const compact = number({ notation: "compact", maximumSignificantDigits: 4 });
  const money = number({ style: "currency", currency });
  const compactMoney = number({
    style: "currency",
    currency,
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  });
  const axisMoney = number({
    style: "currency",
    currency,
    notation: "compact",
    maximumSignificantDigits: 3,
    currencyDisplay: "narrowSymbol",
  });
  const percent = number({ style: "percent", maximumFractionDigits: 1 });
  const signedPercent = number({
    style: "percent",
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  });
  const kilobytes = number({ style: "unit", unit: "kilobyte", maximumFractionDigits: 1 });
  const dateTime = date({ dateStyle: "short", timeStyle: "medium" });
  const time = date({ timeStyle: "medium" });
  const buckets = {
    minute: date({ hour: "2-digit", minute: "2-digit" }),
    hour: date({ day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" }),
    day: date({ day: "2-digit", month: "2-digit" }),
    week: date({ day: "2-digit", month: "2-digit" }),
    month: date({ month: "short", year: "numeric" }),
  };
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  return {
    count: (value) => count.format(value),
    compact: (value) => (Math.abs(value) < 10_000 ? count : compact).format(value),
    money: (value) => money.format(value),
    compactMoney: (value) =>
      Math.abs(value) < 10_000 ? money.format(value) : compactMoney.format(value),
    axisMoney: (value) => axisMoney.format(value),
    percent: (value, signed = false) => (signed ? signedPercent : percent).format(value),
    bytes: (value) => kilobytes.format(value / 1000),
    dateTime: (at) => dateTime.format(new Date(at)),
    time: (at) => time.format(new Date(at)),
    bucket: (at, bucket) => buckets[bucket].format(new Date(at)),
    relative: (at, now) => {
      const seconds = (new Date(at).getTime() - now) / 1000;
      const size = Math.abs(seconds);
      if (size < 60) return relative.format(Math.round(seconds), "second");
      if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
      if (size < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
      return relative.format(Math.round(seconds / 86_400), "day");
    },
  };
}
