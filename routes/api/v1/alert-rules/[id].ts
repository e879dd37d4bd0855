import { ruleChangeInput } from "@/lib/alerts/alert_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "alerts:read",
  PUT: "alerts:manage",
  DELETE: "alerts:manage",
};

const notFound = () => new ProblemError(404, "There is no alert rule with this id");

export const handler = define.handlers({
  async GET(ctx) {
    const rule = await ctx.state.services.alertRules.get(ctx.params.id!);
    if (rule === null) throw notFound();
    return ctx.json(rule);
  },
  async PUT(ctx) {
    const { version, rule } = await readJson(ctx.req, ruleChangeInput);
    const { alertRules } = ctx.state.services;
    const changed = await alertRules.replace(ctx.params.id!, version, rule, callerOf(ctx).name);
    if (changed === null) throw notFound();
    return ctx.json(changed);
  },
  async DELETE(ctx) {
    if (!await ctx.state.services.alertRules.delete(ctx.params.id!)) throw notFound();
    return new Response(null, { status: 204 });
  },
});
