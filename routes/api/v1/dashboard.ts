import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { loadDashboard } from "@/lib/dashboard/dashboard.ts";
import { dashboardRightsOf } from "@/lib/dashboard/happening_reader.ts";
import { parseRange } from "@/lib/dashboard/range.ts";
import { parseTimeZone } from "@/lib/dashboard/time_zone.ts";
import { define } from "@/lib/define.ts";

export const permission: RoutePermission = "analytics:read";

/** Everything that the dashboard page draws, read again; its query is the page's own. */
export const handler = define.handlers({
  async GET(ctx) {
    const { services, timeZone } = ctx.state;
    const query = ctx.url.searchParams;
    const zone = parseTimeZone(query.get("tz")) ?? timeZone;
    const range = parseRange(query, Date.now());
    const may = dashboardRightsOf(ctx.state.principal);
    return ctx.json(await loadDashboard(services.dashboard, range, zone, may));
  },
});
