import { z } from "zod";
import { CURRENCY_PATTERN, EVENT_ID_PATTERN } from "../events/event.ts";
import { ProblemError } from "../http/problem.ts";
import { EXPENSE } from "./record_of_event.ts";

const text = (max: number) => z.string().trim().min(1).max(max);

/** An expense as API callers add it. */
export const expenseInput = z.strictObject({
  id: z.string().regex(EVENT_ID_PATTERN, "Must be 1 to 128 visible ASCII characters").optional(),
  userId: text(128),
  amount: z.number().refine((amount) => amount !== 0, "Must not be 0"),
  currency: z.string().regex(CURRENCY_PATTERN, "Must be three capital letters, like BRL")
    .optional(),
  category: text(256),
  merchant: text(256).optional(),
  note: text(1000).optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
});

/** The event of an expense, for `EventService.create`. */
export function eventOfExpense(
  { id, userId, amount, currency, timestamp, ...metadata }: z.infer<typeof expenseInput>,
  defaultCurrency: string,
): Record<string, unknown> {
  return {
    ...(id !== undefined && { id }),
    ...(timestamp !== undefined && { timestamp }),
    type: EXPENSE,
    userId,
    value: amount,
    currency: currency ?? defaultCurrency,
    metadata: Object.fromEntries(
      Object.entries(metadata).filter(([, value]) => value !== undefined),
    ),
  };
}

/** A refusal of the event in the words of an expense: `value` is its `amount`. */
export function inExpenseWords(error: unknown): unknown {
  if (!(error instanceof ProblemError) || error.errors === undefined) return error;
  const errors = error.errors.map(({ path, message }) => ({
    path: path === "value" ? "amount" : path.replace(/^metadata\./, ""),
    message,
  }));
  return new ProblemError(error.status, error.detail, { errors });
}
