import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { pathSegment } from "@/lib/events/event_path.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "channels:manage";

export const handler = define.handlers({
  async POST(ctx) {
    if (!await ctx.state.services.notifier.sendAgain(pathSegment(ctx.url, 1))) {
      throw new ProblemError(404, "No delivery that was given up has this id");
    }
    return Response.json({ sent: 1 }, { status: 202 });
  },
});
