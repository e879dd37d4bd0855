import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { expenseSettingsInput } from "@/lib/expenses/expense_settings.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "events:read",
  PUT: "expenses:manage",
};

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.expenseSettings.read());
  },
  async PUT(ctx) {
    const { approvalLimits } = await readJson(ctx.req, expenseSettingsInput);
    const { expenseSettings } = ctx.state.services;
    return ctx.json(await expenseSettings.setApprovalLimits(approvalLimits, callerOf(ctx).name));
  },
});
