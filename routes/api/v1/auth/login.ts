import { loginInput } from "@/lib/auth/auth_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readJson } from "@/lib/http/body.ts";
import { clientOf } from "@/lib/http/client.ts";
import { tokenAnswer } from "@/lib/http/token_answers.ts";

export const permission: RoutePermission = "public";

export const handler = define.handlers({
  async POST(ctx) {
    const credentials = await readJson(ctx.req, loginInput);
    return tokenAnswer(await ctx.state.services.auth.login(credentials, clientOf(ctx)));
  },
});
