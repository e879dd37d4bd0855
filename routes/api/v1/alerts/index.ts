import { alertQuery } from "@/lib/alerts/alert_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { listAnswer, parseQuery } from "@/lib/http/query.ts";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async GET(ctx) {
    const { limit, cursor, ...filter } = parseQuery(ctx.url, alertQuery);
    return listAnswer(await ctx.state.services.alertBook.list(filter, { limit, cursor }));
  },
});
