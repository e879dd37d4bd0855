import { silenceQuery } from "@/lib/alerts/routing/routing_inputs.ts";
import { silenceInput } from "@/lib/alerts/routing/silence.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { listAnswer, parseQuery } from "@/lib/http/query.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "alerts:read",
  POST: "alerts:manage",
};

export const handler = define.handlers({
  async GET(ctx) {
    const { silences } = ctx.state.services.alertRouting;
    return listAnswer(await silences.list(parseQuery(ctx.url, silenceQuery)));
  },
  async POST(ctx) {
    const input = await readJson(ctx.req, silenceInput(Date.now));
    const { alertRouting } = ctx.state.services;
    return ctx.json(await alertRouting.createSilence(input, callerOf(ctx).name), { status: 201 });
  },
});
