import { routingChangeInput } from "@/lib/alerts/routing/routing_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "alerts:read",
  PUT: "alerts:manage",
};

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.alertRouting.configs.read());
  },
  async PUT(ctx) {
    const { config, version } = await readJson(ctx.req, routingChangeInput);
    const { alertRouting } = ctx.state.services;
    return ctx.json(await alertRouting.saveConfig(config, version, callerOf(ctx).name));
  },
});
