import type { Context } from "../context.ts";
import { HttpError } from "../error.ts";
import type { Middleware } from "./mod.ts";

/** Which origins besides the browser's own checks may send requests that change something. */
export interface CsrfOptions<State = unknown> {
  /** One origin, several, or a function that decides; default the origin of the request's URL. */
  origin?: string | string[] | ((origin: string, ctx: Context<State>) => boolean);
}

/**
 * Rejects cross-site requests other than GET, HEAD and OPTIONS with 403, by `Sec-Fetch-Site` and
 * `Origin`. A request with neither header passes: browsers send them, other clients carry no
 * cookies against their user's will.
 */
export function csrf<State>(options?: CsrfOptions<State>): Middleware<State> {
  return async (ctx) => {
    const { method, headers } = ctx.req;
    if (method === "GET" || method === "HEAD" || method === "OPTIONS") return await ctx.next();

    const site = headers.get("sec-fetch-site");
    const origin = headers.get("origin");
    const passes = site === "same-origin" || site === "none" ||
      (origin === null ? site === null : isAllowed(origin, ctx, options?.origin));
    if (!passes) throw new HttpError(403);
    return await ctx.next();
  };
}

function isAllowed<State>(
  origin: string,
  ctx: Context<State>,
  allowed: CsrfOptions<State>["origin"],
): boolean {
  if (origin === "null") return false;
  if (allowed === undefined) return origin === ctx.url.origin;
  if (typeof allowed === "function") return allowed(origin, ctx);
  return Array.isArray(allowed) ? allowed.includes(origin) : origin === allowed;
}
