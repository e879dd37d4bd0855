import { routingPreviewInput } from "@/lib/alerts/routing/routing_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async POST(ctx) {
    const { labels, config } = await readJson(ctx.req, routingPreviewInput);
    const { alertRouting } = ctx.state.services;
    return ctx.json({ routes: await alertRouting.preview(labels, config ?? null) });
  },
});
