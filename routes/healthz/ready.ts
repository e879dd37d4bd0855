import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";

export const permission: RoutePermission = "public";

export const handler = define.handlers({
  async GET(ctx) {
    const report = await ctx.state.services.health.report();
    return ctx.json(report, { status: report.status === "ready" ? 200 : 503 });
  },
});
