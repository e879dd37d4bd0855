import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "anomalies:read";

export const handler = define.handlers({
  async GET(ctx) {
    const anomaly = await ctx.state.services.anomalies.get(ctx.params.id!);
    if (anomaly === null) throw new ProblemError(404, "There is no anomaly with this id");
    return ctx.json(anomaly);
  },
});
