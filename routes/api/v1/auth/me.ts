import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { callerOf } from "@/lib/http/client.ts";

export const permission: RoutePermission = "session";

/** For a key: its owner, and what the key may do. */
export const handler = define.handlers({
  async GET(ctx) {
    const { userId, permissions } = callerOf(ctx);
    const user = await ctx.state.services.auth.getUser(userId);
    return ctx.json({ user, permissions: [...permissions] });
  },
});
