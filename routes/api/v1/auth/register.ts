import { registerInput } from "@/lib/auth/auth_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { clientOf } from "@/lib/http/client.ts";

export const permission: RoutePermission = "public";

export const handler = define.handlers({
  async POST(ctx) {
    const account = await readJson(ctx.req, registerInput);
    const user = await ctx.state.services.auth.register(account, clientOf(ctx));
    return ctx.json({ user }, { status: 201 });
  },
});
