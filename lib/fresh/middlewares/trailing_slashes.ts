import type { Middleware } from "./mod.ts";

/** Redirects to the form of the URL that always, or never, ends in a slash. */
export function trailingSlashes<State>(mode: "always" | "never"): Middleware<State> {
  return async (ctx) => {
    const { pathname, search } = ctx.url;
    const hasSlash = pathname.endsWith("/");
    if (pathname === "/" || hasSlash === (mode === "always")) return await ctx.next();
    return ctx.redirect((hasSlash ? pathname.replace(/\/+$/, "") : pathname + "/") + search);
  };
}
