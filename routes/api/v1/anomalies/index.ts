import { parseAnomalyQuery } from "@/lib/anomalies/anomaly_filter.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { listAnswer } from "@/lib/http/query.ts";

export const permission: RoutePermission = "anomalies:read";

export const handler = define.handlers({
  async GET(ctx) {
    const { anomalies } = ctx.state.services;
    return listAnswer(await anomalies.list(parseAnomalyQuery(ctx.url)));
  },
});
