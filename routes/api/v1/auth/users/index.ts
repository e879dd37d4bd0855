import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { listAnswer, parsePage } from "@/lib/http/query.ts";

export const permission: RoutePermission = "users:read";

export const handler = define.handlers({
  async GET(ctx) {
    return listAnswer(await ctx.state.services.auth.listUsers(parsePage(ctx.url)));
  },
});
