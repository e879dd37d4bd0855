import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { noSuchEvent, pathSegment } from "@/lib/events/event_path.ts";
import { feedbackInput } from "@/lib/expenses/expense_feedback.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";

export const permission: RoutePermission = "events:write";

export const handler = define.handlers({
  async POST(ctx) {
    const { verdict } = await readJson(ctx.req, feedbackInput);
    const { events, expenseFeedback } = ctx.state.services;
    const id = pathSegment(ctx.url, 1);
    if (await events.get(id) === null) throw noSuchEvent();
    await expenseFeedback.give(id, verdict, callerOf(ctx).name);
    return new Response(null, { status: 204 });
  },
});
