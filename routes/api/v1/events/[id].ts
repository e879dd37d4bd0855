import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { noSuchEvent, pathSegment } from "@/lib/events/event_path.ts";
import { eventChangesSchema } from "@/lib/events/incoming.ts";
import { readJson } from "@/lib/http/body.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "events:read",
  PATCH: "events:write",
  DELETE: "events:delete",
};

export const handler = define.handlers({
  async GET(ctx) {
    const event = await ctx.state.services.events.get(pathSegment(ctx.url, 0));
    if (event === null) throw noSuchEvent();
    return ctx.json(event);
  },
  async PATCH(ctx) {
    const changes = await readJson(ctx.req, eventChangesSchema);
    const event = await ctx.state.services.events.patch(pathSegment(ctx.url, 0), changes);
    if (event === null) throw noSuchEvent();
    return ctx.json(event);
  },
  async DELETE(ctx) {
    if (!await ctx.state.services.events.delete(pathSegment(ctx.url, 0))) throw noSuchEvent();
    return new Response(null, { status: 204 });
  },
});
