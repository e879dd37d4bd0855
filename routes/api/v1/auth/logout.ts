import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "session";

export const handler = define.handlers({
  async POST(ctx) {
    const { auth } = ctx.state.services;
    const caller = callerOf(ctx);
    if (caller.kind === "api-key") {
      throw new ProblemError(403, "A key has no session; revoke it with DELETE /api/v1/api-keys");
    }
    await auth.logout(caller);
    return new Response(null, { status: 204, headers: { "set-cookie": auth.cookie.clear() } });
  },
});
