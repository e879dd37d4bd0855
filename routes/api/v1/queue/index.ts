import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";

export const permission: RoutePermission = "queue:read";

export const handler = define.handlers({
  async GET(ctx) {
    return Response.json(await ctx.state.services.jobs.stats());
  },
});
