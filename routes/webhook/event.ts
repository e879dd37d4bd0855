import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { receiveEvents } from "@/lib/events/receive_events.ts";

export const permission: RoutePermission = "webhook";

export const handler = define.handlers({
  POST: (ctx) => receiveEvents(ctx.req, ctx.state.principal, ctx.state.services.ingest),
});
