import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { pathSegment } from "@/lib/events/event_path.ts";
import { listAnswer, parsePage } from "@/lib/http/query.ts";

export const permission: RoutePermission = "events:read";

export const handler = define.handlers({
  async GET(ctx) {
    const userId = pathSegment(ctx.url, 1);
    return listAnswer(await ctx.state.services.events.list({ userId }, parsePage(ctx.url)));
  },
});
