import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "queue:manage";

export const handler = define.handlers({
  async POST(ctx) {
    if (!await ctx.state.services.jobs.replay(ctx.params.id!)) {
      throw new ProblemError(404, "No dead letter has this id; it may be replayed or discarded");
    }
    return Response.json({ replayed: 1 }, { status: 202 });
  },
});
