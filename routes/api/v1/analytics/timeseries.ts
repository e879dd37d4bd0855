import { parseTimeseriesQuery } from "@/lib/analytics/analytics_query.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";

export const permission: RoutePermission = "analytics:read";

export const handler = define.handlers({
  async GET(ctx) {
    const query = parseTimeseriesQuery(ctx.url);
    return ctx.json({ series: await ctx.state.services.analytics.timeseries(query) });
  },
});
