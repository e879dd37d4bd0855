import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { pathSegment } from "@/lib/events/event_path.ts";

export const permission: RoutePermission = "events:read";

/** Totals over a user's whole history, for the drill-down. */
export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.events.totals(pathSegment(ctx.url, 1)));
  },
});
