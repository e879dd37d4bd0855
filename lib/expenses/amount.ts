import type { Locale } from "../i18n/locale.ts";

const GROUPED = /^\d{1,3}(?:([.,\s'])\d{3})(?:\1\d{3})*$/;

/** What parts whole units from the rest. */
export type DecimalSign = "." | ",";

/** An amount whose sign and currency are read, and whose decimal sign may still be open. */
export interface WrittenAmount {
  /** The number alone, without sign and currency. */
  digits: string;
  isNegative: boolean;
  /** ISO 4217, `null` where none is written. */
  currency: string | null;
  /** The decimal sign that the text itself tells, `null` when it has none. */
  decimal: DecimalSign | null;
  /** A single sign before three digits: `1.234` is either. */
  isUnclear: boolean;
}

const SYMBOLS: Readonly<Record<string, string | null>> = {
  "R$": "BRL",
  "US$": "USD",
  "€": "EUR",
  "£": "GBP",
  "$": null,
};
const CURRENCY = /^(?:R\$|US\$|€|£|\$|[A-Z]{3})/;
const CURRENCY_AFTER = /(?:R\$|US\$|€|£|\$|[A-Z]{3})$/;
const UNCLEAR = /^(?!0)\d{1,3}[.,]\d{3}$/;

/**
 * Reads what stands around an amount: a minus before or after it, parentheses, a currency. `null`
 * when the text cannot be an amount.
 */
export function readAmount(text: string): WrittenAmount | null {
  let rest = text.replaceAll(/[\u00a0\u202f]/g, " ").replaceAll("\u2212", "-").trim();
  let isNegative = false;
  if (rest.startsWith("(") && rest.endsWith(")")) {
    isNegative = true;
    rest = rest.slice(1, -1).trim();
  }
  let currency: string | null = null;
  // The sign stands before the currency or after it: -R$ 5, R$ -5, 5- and 5 EUR are all written.
  for (let step = 0; step < 2; step++) {
    const isSigned = /^[-+]|[-+]$/.exec(rest)?.[0];
    if (isSigned !== undefined) {
      if (isSigned === "-") {
        if (isNegative) return null;
        isNegative = true;
      }
      rest = rest.replace(/^[-+]|[-+]$/, "").trim();
    }
    const code = CURRENCY.exec(rest)?.[0] ?? CURRENCY_AFTER.exec(rest)?.[0];
    if (code === undefined) continue;
    if (currency !== null) return null;
    currency = Object.hasOwn(SYMBOLS, code) ? SYMBOLS[code] ?? null : code;
    rest = (rest.startsWith(code) ? rest.slice(code.length) : rest.slice(0, -code.length)).trim();
  }
  if (!/^\d/.test(rest)) return null;
  return { digits: rest, isNegative, currency, ...decimalOf(rest) };
}

function decimalOf(digits: string): Pick<WrittenAmount, "decimal" | "isUnclear"> {
  const signs = [...digits].filter((sign): sign is DecimalSign => sign === "." || sign === ",");
  const last = signs.at(-1);
  if (last === undefined) return { decimal: null, isUnclear: false };
  if (signs.some((sign) => sign !== last)) return { decimal: last, isUnclear: false };
  if (signs.length > 1) return { decimal: null, isUnclear: false };
  const isUnclear = UNCLEAR.test(digits);
  return { decimal: isUnclear ? null : last, isUnclear };
}

/** The number of a written amount; `decimal` is used where the text leaves it open. `null` when it is none. */
export function amountOf(written: WrittenAmount, decimal: DecimalSign): number | null {
  const { digits, isNegative } = written;
  const sign = written.isUnclear ? (digits.includes(decimal) ? decimal : null) : written.decimal;
  const at = sign === null ? -1 : digits.lastIndexOf(sign);
  const whole = at < 0 ? digits : digits.slice(0, at);
  const fraction = at < 0 ? "" : digits.slice(at + 1);
  if (at >= 0 && !/^\d{1,4}$/.test(fraction)) return null;
  if (!/^\d{1,12}$/.test(whole) && !(GROUPED.test(whole) && whole.length <= 15)) return null;
  const size = Number(`${whole.replaceAll(/\D/g, "")}.${fraction === "" ? "0" : fraction}`);
  return isNegative && size !== 0 ? -size : size;
}

/**
 * The amount that a person wrote, like `1.234,56` or `1,234.56`; `null` when it is none, or below 0.
 * With both signs the last one is the decimal sign; a single one before three digits is read as the
 * language has it.
 */
export function parseAmount(text: string, locale: Locale): number | null {
  const written = readAmount(text);
  if (written === null || written.isNegative) return null;
  return amountOf(written, locale === "pt-BR" ? "," : ".");
}
