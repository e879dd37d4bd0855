import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { eventOfExpense, expenseInput, inExpenseWords } from "@/lib/expenses/expense_input.ts";
import { listExpenses } from "@/lib/expenses/expense_list.ts";
import { parseExpenseList } from "@/lib/expenses/expense_query.ts";
import { expenseRowOf } from "@/lib/expenses/expense_row.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { listAnswer } from "@/lib/http/query.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "events:read",
  POST: "events:write",
};

export const handler = define.handlers({
  async GET(ctx) {
    const { store: { events }, expenseFeedback: feedback } = ctx.state.services;
    const { filter, page } = parseExpenseList(ctx.url);
    return listAnswer(await listExpenses({ events, feedback }, filter, page));
  },
  async POST(ctx) {
    const { events, config } = ctx.state.services;
    const input = eventOfExpense(await readJson(ctx.req, expenseInput), config.displayCurrency);
    const event = await events.create(input, callerOf(ctx).name).catch((error) => {
      throw inExpenseWords(error);
    });
    const location = `/api/v1/events/${encodeURIComponent(event.id)}`;
    return ctx.json(expenseRowOf(event, null), { status: 201, headers: { location } });
  },
});
