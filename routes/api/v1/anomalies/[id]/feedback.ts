import { anomalyFeedbackInput } from "@/lib/anomalies/anomaly.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";

export const permission: RoutePermission = "anomalies:manage";

export const handler = define.handlers({
  async POST(ctx) {
    const { feedback } = await readJson(ctx.req, anomalyFeedbackInput);
    const { anomalies } = ctx.state.services;
    const anomaly = await anomalies.giveFeedback(ctx.params.id!, feedback, callerOf(ctx).name);
    if (anomaly === null) throw new ProblemError(404, "There is no anomaly with this id");
    return ctx.json(anomaly);
  },
});
