import type { Locale } from "../../i18n/locale.ts";

/** Writes the numbers of sentences. */
export interface ReasonFormat {
  /** Three digits are enough, but what is whole stays whole. */
  number(value: number): string;
  /** A number that was estimated, without false digits. */
  about(value: number): string;
  /** An amount of money. */
  amount(value: number): string;
  /** `12 %` for 0.12. */
  percent(part: number): string;
  /** A length of time in the largest unit that says it well. */
  duration(ms: number): string;
  /** `2 purchases`, with the word for one or for several. */
  plural(count: number, one: string, other: string): string;
}

const UNITS: readonly [ms: number, unit: string][] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
];

const made = new Map<string, ReasonFormat>();

/** The format of a language; amounts are plain numbers unless a currency (ISO 4217) is given. */
export function reasonFormatFor(locale: Locale, currency: string | null): ReasonFormat {
  const key = `${locale}|${currency}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = makeFormat(locale, currency);
  made.set(key, format);
  return format;
}

function makeFormat(locale: Locale, currency: string | null): ReasonFormat {
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const decimal = plain.format(0.5).slice(1, 2);
  const money = currency === null
    ? null
    : new Intl.NumberFormat(locale, { style: "currency", currency });
  const rules = new Intl.PluralRules(locale);
  const units = UNITS.map(([ms, unit]) => {
    const style = { style: "unit", unit, unitDisplay: "long" } as const;
    return { ms, format: new Intl.NumberFormat(locale, style) };
  });
  const number = (value: number) => {
    const size = Math.abs(value);
    const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 1 ? 1 : 2;
    const rounded = Number(value.toFixed(digits));
    // Without groups of thousands only the decimal sign differs; `Intl` takes ten times as long.
    return size < 1000 && !Object.is(rounded, -0) && Math.abs(rounded) < 1000
      ? String(rounded).replace(".", decimal)
      : plain.format(rounded);
  };
  return {
    number,
    about: (value) => number(Math.abs(value) >= 10 ? Math.round(value) : value),
    amount: (value) => money === null ? number(value) : money.format(value),
    percent: (part) => `${number(part * 100)} %`,
    duration: (ms) => {
      const fitting = units.find((unit) =>
        ms >= unit.ms && ms % unit.ms === 0 || ms >= 2 * unit.ms
      );
      const unit = fitting ?? units.at(-1)!;
      return unit.format.format(Math.round(ms / unit.ms));
    },
    plural: (count, one, other) =>
      `${number(count)} ${rules.select(count) === "one" ? one : other}`,
  };
}
