import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { pathSegment } from "@/lib/events/event_path.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "queue:manage";

export const handler = define.handlers({
  async POST(ctx) {
    if (!await ctx.state.services.jobs.replay(pathSegment(ctx.url, 1))) {
      throw new ProblemError(404, "No dead letter has this id; it may be replayed or discarded");
    }
    return Response.json({ replayed: 1 }, { status: 202 });
  },
});
