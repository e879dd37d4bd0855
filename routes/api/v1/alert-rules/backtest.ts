import { backTestInput } from "@/lib/alerts/alert_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async POST(ctx) {
    const { rule, days } = await readJson(ctx.req, backTestInput);
    return ctx.json(await ctx.state.services.alertRules.backTest(rule, days));
  },
});
