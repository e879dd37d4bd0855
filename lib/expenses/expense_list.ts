import type { EventFilter, EventStore } from "../store/events.ts";
import type { Page, PageRequest } from "../store/pages.ts";
import type { ExpenseFeedback } from "./expense_feedback.ts";
import { type ExpenseRow, expenseRowOf } from "./expense_row.ts";

export interface ExpenseSource {
  events: EventStore;
  feedback: ExpenseFeedback;
}

/** A page of expenses, newest first, with scores and feedback. @throws UnknownCursorError */
export async function listExpenses(
  { events, feedback }: ExpenseSource,
  filter: EventFilter,
  page: PageRequest,
): Promise<Page<ExpenseRow>> {
  const { items, next } = await events.list(filter, page);
  const said = await feedback.of(items.map(({ id }) => id));
  return { items: items.map((event) => expenseRowOf(event, said[event.id] ?? null)), next };
}
