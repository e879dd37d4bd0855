import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";

export const permission: RoutePermission = "queue:manage";

export const handler = define.handlers({
  async POST(ctx) {
    const replayed = await ctx.state.services.jobs.replayAll();
    return Response.json({ replayed }, { status: 202 });
  },
});
