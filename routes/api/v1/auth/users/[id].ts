import { roleInput } from "@/lib/auth/auth_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "users:manage";

export const handler = define.handlers({
  async PATCH(ctx) {
    const { role } = await readJson(ctx.req, roleInput);
    const user = await ctx.state.services.auth.setRole(callerOf(ctx), ctx.params.id!, role);
    if (user === null) throw new ProblemError(404, "There is no account with this id");
    return ctx.json(user);
  },
});
