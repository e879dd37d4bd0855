import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { callerOf } from "@/lib/http/client.ts";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json({ unread: await ctx.state.services.notices.countUnread(callerOf(ctx).userId) });
  },
});
