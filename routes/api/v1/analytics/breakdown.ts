import { parseBreakdownQuery } from "@/lib/analytics/analytics_query.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";

export const permission: RoutePermission = "analytics:read";

export const handler = define.handlers({
  async GET(ctx) {
    const query = parseBreakdownQuery(ctx.url);
    return ctx.json({ items: await ctx.state.services.analytics.breakdown(query) });
  },
});
