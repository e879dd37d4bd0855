import { routingPreviewInput } from "@/lib/alerts/routing/routing_inputs.ts";
import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async POST(ctx) {
    const { labels, config } = await readJson(ctx.req, routingPreviewInput);
    // What is not saved costs what its writer likes.
    if (config !== undefined && !isAllowed(ctx.state.principal, "alerts:manage")) {
      throw new ProblemError(403, "Trying a configuration that is not saved needs alerts:manage");
    }
    const { alertRouting } = ctx.state.services;
    return ctx.json({ routes: await alertRouting.preview(labels, config ?? null) });
  },
});
