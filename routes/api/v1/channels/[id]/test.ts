import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "channels:manage";

export const handler = define.handlers({
  async POST(ctx) {
    const result = await ctx.state.services.deliveryWorker.test(ctx.params.id!);
    if (result === null) throw new ProblemError(404, "There is no channel with this id");
    return ctx.json(result);
  },
});
