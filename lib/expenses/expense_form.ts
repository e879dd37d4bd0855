import { z } from "zod";
import { invalidInput, ProblemError } from "../http/problem.ts";
import { fieldErrors } from "../http/validation.ts";
import type { Locale } from "../i18n/locale.ts";
import { parseAmount } from "./amount.ts";
import { DATE_ONLY, EXPENSE } from "./record_of_event.ts";

export const EXPENSE_FIELDS = ["amount", "category", "merchant", "userId", "date", "note"] as const;
export type ExpenseField = typeof EXPENSE_FIELDS[number];

/** What was typed, by field. */
export type ExpenseValues = Partial<Record<ExpenseField, string>>;

const optional = (max: number) => z.string().trim().max(max).default("");

/** Whether an amount has more decimals than its currency: `1.234` was meant as thousands. */
function isTooFine(amount: number, currency: string): boolean {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", { style: "currency", currency })
    .resolvedOptions();
  return Number(amount.toFixed(maximumFractionDigits)) !== amount;
}

function formSchema(locale: Locale, currency: string) {
  return z.object({
    id: z.uuid(),
    amount: z.string().transform((text, ctx) => {
      const amount = parseAmount(text, locale);
      if (amount !== null && amount > 0 && !isTooFine(amount, currency)) return amount;
      ctx.addIssue("Must be an amount above 0 with at most the currency's decimals, like 1,234.56");
      return z.NEVER;
    }),
    category: z.string().trim().min(1).max(256),
    merchant: optional(256),
    userId: z.string().trim().min(1).max(128),
    date: z.union([z.literal(""), z.iso.date()]).default(""),
    note: optional(1000),
  });
}

/** Where the fields of an event come from in the form. */
const FORM_FIELDS: Record<string, ExpenseField> = { value: "amount", timestamp: "date" };

/**
 * The event that a posted form describes, for `EventService.create`. Its id is the form's own, so
 * that a form sent twice is one expense.
 * @throws ProblemError 422 naming each wrong field
 */
export function expenseOfForm(
  fields: Record<string, string>,
  { locale, currency, nowMs }: { locale: Locale; currency: string; nowMs: number },
): Record<string, unknown> {
  const parsed = formSchema(locale, currency).safeParse(fields);
  if (!parsed.success) throw invalidInput(fieldErrors(parsed.error));
  const { id, amount, category, merchant, userId, date, note } = parsed.data;
  const now = new Date(nowMs).toISOString();
  const isToday = date === "" || date === now.slice(0, 10);
  return {
    id,
    type: EXPENSE,
    userId,
    value: amount,
    currency,
    timestamp: isToday ? now : `${date}T12:00:00.000Z`,
    metadata: {
      category,
      ...(merchant !== "" && { merchant }),
      ...(note !== "" && { note }),
      ...(!isToday && { [DATE_ONLY]: true }),
    },
  };
}

/** Names of the form's fields that were refused; `null` for an error that is not about them. */
export function wrongFields(error: unknown): ExpenseField[] | null {
  if (!(error instanceof ProblemError) || error.errors === undefined) return null;
  const names = error.errors.map(({ path }) => {
    const name = path.replace(/^metadata\./, "");
    return FORM_FIELDS[name] ?? name;
  });
  const wrong = EXPENSE_FIELDS.filter((field) => names.includes(field));
  return wrong.length === 0 ? null : wrong;
}
