import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";

export const permission: RoutePermission = "public";

export const handler = define.handlers({
  GET: (ctx) => ctx.json({ status: "live" }),
});
