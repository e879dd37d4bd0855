import { z } from "zod";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { parseListQuery } from "@/lib/events/filter_query.ts";
import { readJson } from "@/lib/http/body.ts";
import { listAnswer } from "@/lib/http/query.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "events:read",
  POST: "events:write",
};

export const handler = define.handlers({
  async GET(ctx) {
    const { filter, page } = parseListQuery(ctx.url);
    return listAnswer(await ctx.state.services.events.list(filter, page));
  },
  async POST(ctx) {
    const input = await readJson(ctx.req, z.unknown());
    const source = ctx.state.principal?.name ?? "api";
    const event = await ctx.state.services.events.create(input, source);
    const location = `/api/v1/events/${encodeURIComponent(event.id)}`;
    return ctx.json(event, { status: 201, headers: { location } });
  },
});
