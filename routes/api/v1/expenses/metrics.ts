import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readExpenseMetrics } from "@/lib/expenses/expense_metrics.ts";
import { parseExpenseMetrics } from "@/lib/expenses/expense_query.ts";

export const permission: RoutePermission = "analytics:read";

export const handler = define.handlers({
  async GET(ctx) {
    const query = parseExpenseMetrics(ctx.url);
    return ctx.json(await readExpenseMetrics(ctx.state.services.store.events, query));
  },
});
