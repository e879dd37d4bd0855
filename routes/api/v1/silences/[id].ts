import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "alerts:read",
  DELETE: "alerts:manage",
};

const notFound = () => new ProblemError(404, "There is no silence with this id");

export const handler = define.handlers({
  async GET(ctx) {
    const silence = await ctx.state.services.alertRouting.silences.get(ctx.params.id!);
    if (silence === null) throw notFound();
    return ctx.json(silence);
  },
  async DELETE(ctx) {
    const before = await ctx.state.services.alertRouting.expireSilence(ctx.params.id!);
    if (before === null) throw notFound();
    return new Response(null, { status: 204 });
  },
});
