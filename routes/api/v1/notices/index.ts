import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { callerOf } from "@/lib/http/client.ts";
import { listAnswer, parsePage } from "@/lib/http/query.ts";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async GET(ctx) {
    const page = parsePage(ctx.url);
    return listAnswer(await ctx.state.services.notices.list(callerOf(ctx).userId, page));
  },
});
