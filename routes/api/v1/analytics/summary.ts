import { parseSummaryQuery } from "@/lib/analytics/analytics_query.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";

export const permission: RoutePermission = "analytics:read";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.analytics.summary(parseSummaryQuery(ctx.url)));
  },
});
