import { alertmanagerInput } from "@/lib/alerts/routing/alertmanager_input.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";

export const permission: RoutePermission = "alerts:manage";

/** Where an Alertmanager delivers; its retries change nothing. */
export const handler = define.handlers({
  async POST(ctx) {
    const input = await readJson(ctx.req, alertmanagerInput);
    return ctx.json(await ctx.state.services.alertRouting.external.receive(input));
  },
});
