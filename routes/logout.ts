import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";

/** Who is not signed in any more is signed out all the same. */
export const permission: RoutePermission = "public";

export const handler = define.handlers({
  async POST(ctx) {
    const { services: { auth }, principal } = ctx.state;
    if (principal !== null) await auth.logout(principal);
    return new Response(null, {
      status: 303,
      headers: { location: "/login", "set-cookie": auth.cookie.clear() },
    });
  },
});
