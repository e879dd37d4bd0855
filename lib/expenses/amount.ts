import type { Locale } from "../i18n/locale.ts";

const GROUPED = /^\d{1,3}(?:([.,\s'])\d{3})(?:\1\d{3})*$/;

/**
 * The amount that a person wrote, like `1.234,56` or `1,234.56`; `null` when it is none. With both
 * signs the last one is the decimal sign; a single one before three digits is read as the language has
 * it.
 */
export function parseAmount(text: string, locale: Locale): number | null {
  const written = text.trim().replace(/^R?\$\s*|^€\s*/, "").replaceAll("\u00a0", " ");
  const decimal = decimalSign(written, locale);
  const at = decimal === null ? -1 : written.lastIndexOf(decimal);
  const whole = at < 0 ? written : written.slice(0, at);
  const fraction = at < 0 ? "" : written.slice(at + 1);
  if (at >= 0 && !/^\d{1,4}$/.test(fraction)) return null;
  if (!/^\d{1,12}$/.test(whole) && !(GROUPED.test(whole) && whole.length <= 15)) return null;
  return Number(`${whole.replaceAll(/\D/g, "")}.${fraction === "" ? "0" : fraction}`);
}

function decimalSign(written: string, locale: Locale): string | null {
  const signs = [...written].filter((sign) => sign === "." || sign === ",");
  const last = signs.at(-1);
  if (last === undefined) return null;
  if (signs.some((sign) => sign !== last)) return last;
  if (signs.length > 1) return null;
  const own = locale === "pt-BR" ? "," : ".";
  return last === own || !/[.,]\d{3}$/.test(written) ? last : null;
}
