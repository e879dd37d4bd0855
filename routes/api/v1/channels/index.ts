import { z } from "zod";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { listAnswer, parseQuery } from "@/lib/http/query.ts";
import { channelInput } from "@/lib/notifications/channel_inputs.ts";

export const permission: RoutePermission = "channels:manage";

export const handler = define.handlers({
  async GET(ctx) {
    parseQuery(ctx.url, z.object({}));
    return listAnswer({ items: await ctx.state.services.channels.list(), next: null });
  },
  async POST(ctx) {
    const input = await readJson(ctx.req, channelInput);
    const { locale: language, timeZone, services } = ctx.state;
    const channel = await services.channels.create({ language, timeZone, ...input });
    return ctx.json(channel, { status: 201 });
  },
});
