import {
  EXPENSE_FILTERS,
  expenseListSchema,
  expenseMetricsQuery,
} from "../expenses/expense_query.ts";
import { BUCKETS } from "../store/events.ts";
import { EXAMPLE_EVENT_ID } from "./examples.ts";
import {
  expenseComponent,
  expenseFeedbackComponent,
  expenseListComponent,
  expenseMetricsComponent,
  newExpenseComponent,
  newSettingsComponent,
  settingsComponent,
} from "./expense_schemas.ts";
import { json, type Operation, parameters, type ParameterText } from "./operation.ts";
import { FILTER_TEXTS, PAGE_TEXTS, pathParameter } from "./shared_parameters.ts";

const FILTERS: Readonly<Record<keyof typeof EXPENSE_FILTERS, ParameterText>> = {
  userId: FILTER_TEXTS.userId,
  category: { description: "Exactly this category." },
  merchant: { description: "Exactly this merchant." },
  flagged: {
    description: "`true`: only those that are unusual. `false`: only the others.",
    schema: { type: "boolean" },
  },
  from: FILTER_TEXTS.from,
  to: FILTER_TEXTS.to,
  minAmount: { ...FILTER_TEXTS.minValue, description: "Least amount, inclusive." },
  maxAmount: { ...FILTER_TEXTS.maxValue, description: "Greatest amount, inclusive." },
  q: FILTER_TEXTS.q,
};

const EXAMPLE = {
  id: "taxi-17",
  timestamp: "2026-11-22T12:00:00.000Z",
  userId: "ana",
  amount: 130,
  currency: "BRL",
  category: "Travel",
  merchant: "Cab",
  note: null,
  anomaly: {
    score: 0.62,
    flagged: true,
    reasons: [
      { text: "4.2 times ana's usual 31 in Travel; highest of 214", share: 88 },
      { text: "Unlike other records in its amount", share: 12 },
    ],
  },
  feedback: null,
};

const METRICS_EXAMPLE = {
  from: "2026-11-21T00:00:00.000Z",
  to: "2026-11-23T00:00:00.000Z",
  count: 2,
  total: 162.5,
  average: 81.25,
  flagged: 1,
  scored: 2,
  byCategory: [{ key: "Travel", value: 130, share: 0.8 }, { key: "Food", value: 32.5, share: 0.2 }],
  byUser: [{ key: "ana", value: 162.5, share: 1 }],
  bucket: "day",
  overTime: [
    { t: "2026-11-21T00:00:00.000Z", value: 32.5 },
    { t: "2026-11-22T00:00:00.000Z", value: 130 },
  ],
  scores: [{ from: 0, to: 0.1, count: 1 }, { from: 0.6, to: 0.7, count: 1 }],
};

const SETTINGS_EXAMPLE = {
  approvalLimits: [500, 2000],
  by: "bia",
  updatedAt: "2026-11-22T12:00:00.000Z",
};

export const EXPENSE_OPERATIONS: readonly Operation[] = [
  {
    id: "listExpenses",
    method: "get",
    path: "/api/v1/expenses",
    tag: "Expenses",
    summary: "List expenses with their scores",
    description: "All given filters must hold. Follow `next` until it is `null` to read on.",
    permission: "events:read",
    query: parameters(expenseListSchema, {
      ...FILTERS,
      ...PAGE_TEXTS,
      flagged: { ...FILTERS.flagged, example: "true" },
    }),
    answers: {
      200: {
        description: "A page, newest first.",
        content: json(expenseListComponent, { items: [EXAMPLE], next: null }),
      },
    },
  },
  {
    id: "createExpense",
    method: "post",
    path: "/api/v1/expenses",
    tag: "Expenses",
    summary: "Add one expense",
    description: "Stored before it answers; scored about a second later. Senders in bulk use " +
      "`POST /webhook/event` with the type `expense`, tables `POST /api/v1/expenses/import`.",
    permission: "events:write",
    body: {
      description: "The expense.",
      content: json(newExpenseComponent, {
        id: "taxi-17",
        userId: "ana",
        amount: 130,
        category: "Travel",
        merchant: "Cab",
      }),
    },
    answers: {
      201: {
        description: "The expense as it is stored.",
        headers: {
          Location: { description: "Path of its event.", schema: { type: "string" } },
        },
        content: json(expenseComponent, { ...EXAMPLE, anomaly: null }),
      },
    },
    errors: { 409: "An event with this id was deleted; send it under another id." },
  },
  {
    id: "getExpenseMetrics",
    method: "get",
    path: "/api/v1/expenses/metrics",
    tag: "Expenses",
    summary: "Read figures of expenses",
    description: "Without `from` and `to`: the last 30 days.",
    permission: "analytics:read",
    query: parameters(expenseMetricsQuery, {
      ...FILTERS,
      bucket: {
        description: "Default: one that divides the period into at most about 100.",
        schema: { type: "string", enum: [...BUCKETS] },
      },
      tz: {
        description: "IANA time zone of the buckets.",
        schema: { type: "string", maxLength: 64, default: "UTC" },
      },
    }),
    answers: {
      200: {
        description: "The figures.",
        content: json(expenseMetricsComponent, METRICS_EXAMPLE),
      },
    },
  },
  {
    id: "getExpenseSettings",
    method: "get",
    path: "/api/v1/expenses/settings",
    tag: "Expenses",
    summary: "Read what expenses are judged by",
    permission: "events:read",
    answers: {
      200: { description: "The settings.", content: json(settingsComponent, SETTINGS_EXAMPLE) },
    },
  },
  {
    id: "changeExpenseSettings",
    method: "put",
    path: "/api/v1/expenses/settings",
    tag: "Expenses",
    summary: "Set what expenses are judged by",
    description: "The next scores know it; those that are there stay.",
    permission: "expenses:manage",
    body: {
      description: "All settings.",
      content: json(newSettingsComponent, { approvalLimits: [500, 2000] }),
    },
    answers: {
      200: {
        description: "The settings as they are now.",
        content: json(settingsComponent, SETTINGS_EXAMPLE),
      },
    },
  },
  {
    id: "giveExpenseFeedback",
    method: "post",
    path: "/api/v1/expenses/{id}/feedback",
    tag: "Expenses",
    summary: "Say whether an expense is normal",
    description: "Scores are in `metadata.anomaly` of the event. The last word on an event counts.",
    permission: "events:write",
    pathParameters: pathParameter("id", "Id of the event, percent-encoded.", EXAMPLE_EVENT_ID),
    body: {
      description: "The verdict.",
      content: json(expenseFeedbackComponent, { verdict: "normal" }),
    },
    answers: { 204: { description: "It is kept, and the next scores hear it." } },
    errors: { 404: "There is no event with this id." },
  },
];
