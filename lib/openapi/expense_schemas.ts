import { feedbackInput } from "../expenses/expense_feedback.ts";
import { expenseInput } from "../expenses/expense_input.ts";
import { expenseMetricsSchema } from "../expenses/expense_metrics.ts";
import { expenseRowSchema } from "../expenses/expense_row.ts";
import { expenseSettingsInput, publicSettingsSchema } from "../expenses/expense_settings.ts";
import { answerComponent, listComponent, requestComponent } from "./operation.ts";

export const expenseFeedbackComponent = requestComponent("ExpenseFeedback", feedbackInput, {
  description: "What a person thinks of an expense's or purchase's score.",
  fields: {
    verdict: {
      description: "`normal`: later ones like it score lower. `unusual`: the score was right.",
    },
  },
});

export const newExpenseComponent = requestComponent("NewExpense", expenseInput, {
  description: "An expense to add.",
  fields: {
    id: { description: "Makes it idempotent: the same id again is the same expense." },
    userId: { description: "Who spent it." },
    amount: { description: "Below 0 for money that came back." },
    currency: { description: "ISO 4217. Default: the one that the pages show." },
    timestamp: { description: "When it was spent, with `Z` or an offset. Default: now." },
  },
});

export const expenseComponent = answerComponent("Expense", expenseRowSchema, {
  description: "An expense with its score. It is an event too, under the same id.",
  fields: {
    anomaly: {
      description: "`null` until it is scored, about a second after it was stored. `score` is " +
        "from 0 to 1; the shares of `reasons` sum to 100.",
    },
    feedback: { description: "The last word of a person on the score." },
  },
});

export const expenseListComponent = listComponent(
  "ExpenseList",
  expenseComponent,
  "A page of expenses, newest first.",
);

export const expenseMetricsComponent = answerComponent("ExpenseMetrics", expenseMetricsSchema, {
  description: "What was spent in a period, and how odd it was.",
  fields: {
    flagged: { description: "How many are unusual." },
    scored: { description: "How many have a score." },
    byCategory: { description: "The ten largest by amount; shares are of all." },
    byUser: { description: "The ten largest by amount; shares are of all." },
    overTime: { description: "Amount by bucket, empty ones too." },
    scores: { description: "How many scores are in each tenth." },
  },
});

export const newSettingsComponent = requestComponent("NewExpenseSettings", expenseSettingsInput, {
  description: "What expenses are judged by.",
  fields: {
    approvalLimits: {
      description: "Amounts from which somebody has to approve; just under one is suspicious.",
    },
  },
});

export const settingsComponent = answerComponent("ExpenseSettings", publicSettingsSchema, {
  description: "What expenses are judged by.",
  fields: {
    by: { description: "Who changed it last; `null` while nobody did." },
  },
});
