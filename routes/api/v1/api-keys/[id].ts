import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "api-keys:manage";

export const handler = define.handlers({
  async DELETE(ctx) {
    const existed = await ctx.state.services.auth.revokeApiKey(callerOf(ctx), ctx.params.id!);
    if (!existed) throw new ProblemError(404, "There is no key with this id");
    return new Response(null, { status: 204 });
  },
});
