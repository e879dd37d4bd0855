import { ruleInputSchema } from "@/lib/alerts/rule.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { listAnswer, parsePage } from "@/lib/http/query.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "alerts:read",
  POST: "alerts:manage",
};

export const handler = define.handlers({
  async GET(ctx) {
    return listAnswer(await ctx.state.services.alertRules.list(parsePage(ctx.url)));
  },
  async POST(ctx) {
    const input = await readJson(ctx.req, ruleInputSchema);
    const rule = await ctx.state.services.alertRules.create(input, callerOf(ctx).name);
    return ctx.json(rule, { status: 201 });
  },
});
