import { apiKeyInput } from "@/lib/auth/auth_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { listAnswer, parsePage } from "@/lib/http/query.ts";

export const permission: RoutePermission = "api-keys:manage";

export const handler = define.handlers({
  async GET(ctx) {
    return listAnswer(await ctx.state.services.auth.listApiKeys(parsePage(ctx.url)));
  },
  async POST(ctx) {
    const request = await readJson(ctx.req, apiKeyInput);
    const key = await ctx.state.services.auth.createApiKey(callerOf(ctx), request);
    return ctx.json(key, { status: 201 });
  },
});
