import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { pathSegment } from "@/lib/events/event_path.ts";
import { noSuchImport } from "@/lib/expenses/import/expense_imports.ts";

export const permission: RoutePermission = "events:read";

export const handler = define.handlers({
  async GET(ctx) {
    const record = await ctx.state.services.expenseImports.get(pathSegment(ctx.url, 0));
    if (record === null) throw noSuchImport();
    return ctx.json(record);
  },
});
