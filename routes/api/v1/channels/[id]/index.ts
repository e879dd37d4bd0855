import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { ProblemError } from "@/lib/http/problem.ts";
import { channelChange } from "@/lib/notifications/channel_inputs.ts";

export const permission: RoutePermission = "channels:manage";

const notFound = () => new ProblemError(404, "There is no channel with this id");

export const handler = define.handlers({
  async PATCH(ctx) {
    const change = await readJson(ctx.req, channelChange);
    const channel = await ctx.state.services.channels.change(ctx.params.id!, change);
    if (channel === null) throw notFound();
    return ctx.json(channel);
  },
  async DELETE(ctx) {
    const { channels, alertRouting } = ctx.state.services;
    const id = ctx.params.id!;
    const routes = await alertRouting.routesTelling(id);
    if (routes.length > 0) {
      throw new ProblemError(
        409,
        `Alerts are routed to this channel (${
          routes.join(", ")
        }); take it out of those routes first`,
      );
    }
    if (!await channels.delete(id)) throw notFound();
    return new Response(null, { status: 204 });
  },
});
