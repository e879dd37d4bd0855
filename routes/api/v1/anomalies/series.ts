import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";

export const permission: RoutePermission = "anomalies:read";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.seriesDetection.overview());
  },
});
