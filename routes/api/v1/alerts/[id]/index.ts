import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async GET(ctx) {
    const alert = await ctx.state.services.alertBook.get(ctx.params.id!);
    if (alert === null) throw new ProblemError(404, "There is no alert with this id");
    return ctx.json(alert);
  },
});
