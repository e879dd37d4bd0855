import type { Locale } from "../i18n/locale.ts";
import { parseAmount } from "./amount.ts";
import { expenseSettingsInput } from "./expense_settings.ts";

/** The approval limits that a person wrote, one a line; `null` when one of them is none. */
export function parseLimits(text: string, locale: Locale): number[] | null {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const amounts = lines.map((line) => parseAmount(line, locale));
  const parsed = expenseSettingsInput.safeParse({ approvalLimits: amounts });
  return parsed.success ? parsed.data.approvalLimits : null;
}

/** Approval limits as a person of that language writes them, one a line. */
export function writeLimits(limits: readonly number[], locale: Locale): string {
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, useGrouping: true });
  return limits.map((limit) => format.format(limit)).join("\n");
}
