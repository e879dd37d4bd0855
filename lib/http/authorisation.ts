import type { Context, Middleware } from "fresh";
import { isAllowed } from "../auth/permissions.ts";
import type { State } from "../define.ts";
import { wantsPage } from "./page_requests.ts";
import { ProblemError } from "./problem.ts";
import { accessOf } from "./request_trace.ts";

function notSignedIn(request: Request): ProblemError {
  const hasToken = request.headers.has("authorization");
  return new ProblemError(
    401,
    hasToken
      ? "The token or key is not valid any more; get a new one"
      : "Sign in, or send an access token or API key as Authorization: Bearer",
    {
      headers: {
        "www-authenticate": `Bearer realm="vigia"${hasToken ? ', error="invalid_token"' : ""}`,
      },
    },
  );
}

/** The sign-in page, and back to where the person wanted to go. */
function toSignIn(ctx: Context<State>): Response {
  const target = ctx.url.pathname + ctx.url.search;
  const isReturnable = ctx.req.method === "GET" && target !== "/";
  return ctx.redirect(`/login${isReturnable ? `?next=${encodeURIComponent(target)}` : ""}`, 303);
}

/** Lets only those pass who may do what the route declares; a route that declares nothing, nobody. */
export const authorise: Middleware<State> = (ctx) => {
  const access = accessOf(ctx);
  const { permission } = access;
  // There is nothing to protect; the router answers 404, or 405 with the methods it takes.
  if (permission === "unanswered") return ctx.next();
  if (permission === "undeclared") {
    throw new ProblemError(403, "This address does not declare who may call it; nobody may");
  }
  if (isAllowed(ctx.state.principal, permission)) return ctx.next();
  if (ctx.state.principal === null) {
    if (wantsPage(ctx.req, ctx.url.pathname, access)) return toSignIn(ctx);
    throw notSignedIn(ctx.req);
  }
  throw new ProblemError(403, `This needs the permission "${permission}"`);
};
