import { z } from "zod";
import { storedReasonSchema } from "../anomalies/reasons/reason.ts";
import { dimensionOf, type Event } from "../events/event.ts";
import type { BreakdownItem, EventStore } from "../store/events.ts";
import type { PageRequest } from "../store/pages.ts";
import type { ExpenseFeedback, FeedbackVerdict } from "./expense_feedback.ts";
import { EXPENSE } from "./record_of_event.ts";
import { ANOMALY_FIELD } from "./scored_metadata.ts";

const anomalySchema = z.object({
  score: z.number().min(0).max(1),
  flagged: z.boolean(),
  reasons: z.array(storedReasonSchema),
});
export type ExpenseAnomaly = z.infer<typeof anomalySchema>;

/** An expense as the page shows it. */
export interface ExpenseRow {
  id: string;
  timestamp: string;
  userId: string;
  amount: number | null;
  category: string | null;
  merchant: string | null;
  /** `null` until it is scored. */
  anomaly: ExpenseAnomaly | null;
  feedback: FeedbackVerdict | null;
}

/** Everything on the page of expenses. */
export interface ExpenseBoard {
  rows: ExpenseRow[];
  next: string | null;
  /** Figures of the last 30 days. */
  total: number;
  count: number;
  categories: BreakdownItem[];
}

const PERIOD_MS = 30 * 24 * 60 * 60 * 1000;
const CATEGORIES = 8;

function rowOf(event: Event): Omit<ExpenseRow, "feedback"> {
  const anomaly = anomalySchema.safeParse(event.metadata[ANOMALY_FIELD]);
  return {
    id: event.id,
    timestamp: event.timestamp,
    userId: event.userId,
    amount: event.value,
    category: dimensionOf(event, "category"),
    merchant: dimensionOf(event, "merchant"),
    anomaly: anomaly.success ? anomaly.data : null,
  };
}

/**
 * A page of expenses, newest first, with scores, feedback and figures.
 * @throws UnknownCursorError
 */
export async function readExpenseBoard(
  { events, feedback }: { events: EventStore; feedback: ExpenseFeedback },
  page: PageRequest,
  nowMs: number,
): Promise<ExpenseBoard> {
  const filter = { type: EXPENSE, from: nowMs - PERIOD_MS, to: nowMs + 1 };
  const [{ items, next }, summary, categories] = await Promise.all([
    events.list({ type: EXPENSE }, page),
    events.summary(filter),
    events.breakdown({ filter, dimension: "category", metric: "sum", limit: CATEGORIES }),
  ]);
  const said = await feedback.of(items.map(({ id }) => id));
  const figures = summary.byType.find(({ type }) => type === EXPENSE);
  return {
    rows: items.map((event) => ({ ...rowOf(event), feedback: said[event.id] ?? null })),
    next,
    total: figures?.value ?? 0,
    count: figures?.count ?? 0,
    categories,
  };
}
