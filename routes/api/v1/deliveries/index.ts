import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { listAnswer, parseQuery } from "@/lib/http/query.ts";
import { deliveryQuery } from "@/lib/notifications/channel_inputs.ts";

export const permission: RoutePermission = "channels:manage";

export const handler = define.handlers({
  async GET(ctx) {
    const query = parseQuery(ctx.url, deliveryQuery);
    return listAnswer(await ctx.state.services.deliveries.list(query));
  },
});
