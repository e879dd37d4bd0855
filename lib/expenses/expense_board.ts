import type { Page, PageRequest } from "../store/pages.ts";
import { type ExpenseSource, listExpenses } from "./expense_list.ts";
import { type ExpenseMetrics, readExpenseMetrics } from "./expense_metrics.ts";
import {
  expenseBucketOf,
  expenseFilterOf,
  type ExpenseFilters,
  expensePeriodOf,
} from "./expense_query.ts";
import type { ExpenseRow } from "./expense_row.ts";

/** Everything on the page of expenses. */
export interface ExpenseBoard {
  list: Page<ExpenseRow>;
  /** The latest of the period that are flagged; none where the list itself is of those. */
  flagged: ExpenseRow[];
  metrics: ExpenseMetrics;
}

export interface BoardQuery {
  filters: ExpenseFilters;
  page: PageRequest;
  timeZone: string;
  nowMs: number;
}

const LATEST_FLAGGED = 5;

/**
 * A page of expenses, newest first, and the figures of the period, which is the last 30 days unless the
 * filters say otherwise.
 * @throws UnknownCursorError
 * @throws ProblemError 422 for ranges that end before they begin
 */
export async function readExpenseBoard(
  source: ExpenseSource,
  { filters, page, timeZone, nowMs }: BoardQuery,
): Promise<ExpenseBoard> {
  const filter = expensePeriodOf(filters, nowMs);
  const flagged = { ...filter, flagged: true };
  const isOfFlagged = filters.flagged !== undefined || page.cursor !== undefined;
  const [list, latest, metrics] = await Promise.all([
    listExpenses(source, expenseFilterOf(filters), page),
    isOfFlagged ? null : listExpenses(source, flagged, { limit: LATEST_FLAGGED }),
    readExpenseMetrics(source.events, { filter, bucket: expenseBucketOf(filter), timeZone }),
  ]);
  return { list, flagged: latest?.items ?? [], metrics };
}
