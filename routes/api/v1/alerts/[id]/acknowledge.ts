import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "alerts:manage";

export const handler = define.handlers({
  async POST(ctx) {
    const { alertBook } = ctx.state.services;
    const alert = await alertBook.acknowledge(ctx.params.id!, callerOf(ctx).name);
    if (alert === null) throw new ProblemError(404, "There is no alert with this id");
    return ctx.json(alert);
  },
});
