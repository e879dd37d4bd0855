import { anomalyQuery } from "@/lib/anomalies/anomaly.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { listAnswer, parseQuery } from "@/lib/http/query.ts";

export const permission: RoutePermission = "anomalies:read";

export const handler = define.handlers({
  async GET(ctx) {
    const { anomalies } = ctx.state.services;
    return listAnswer(await anomalies.list(parseQuery(ctx.url, anomalyQuery)));
  },
});
