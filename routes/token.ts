import { passwordGrantInput } from "@/lib/auth/auth_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { clientOf } from "@/lib/http/client.ts";
import { oauthProblem, oauthTokenAnswer } from "@/lib/http/token_answers.ts";
import { validate } from "@/lib/http/validation.ts";

export const permission: RoutePermission = "public";

/** The password grant of OAuth 2, as API tools send it. */
export const handler = define.handlers({
  async POST(ctx) {
    try {
      const { username, password } = validate(passwordGrantInput, await readForm(ctx.req));
      const credentials = { email: username, password };
      return oauthTokenAnswer(await ctx.state.services.auth.login(credentials, clientOf(ctx)));
    } catch (error) {
      throw oauthProblem(error);
    }
  },
});
