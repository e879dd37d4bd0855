import type { Context } from "../context.ts";
import type { Middleware } from "./mod.ts";
import { withMutableHeaders } from "./mutable_response.ts";

/** What other origins may do. */
export interface CORSOptions<State = unknown> {
  /** `*`, one origin, several, or a function that gives the origin to allow; default `*`. */
  origin?:
    | string
    | readonly string[]
    | ((requestOrigin: string, ctx: Context<State>) => string | undefined | null);
  /** Default GET, HEAD, PUT, POST, DELETE and PATCH. */
  allowMethods?: readonly string[];
  /** Default whatever the preflight request asks for. */
  allowHeaders?: readonly string[];
  /** Seconds for which a browser may keep the answer of a preflight request. */
  maxAge?: number;
  credentials?: boolean;
  /** Response headers that scripts may read. */
  exposeHeaders?: readonly string[];
}

const DEFAULT_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"];

/** Sets CORS headers and answers every `OPTIONS` request. */
export function cors<State>(options: CORSOptions<State> = {}): Middleware<State> {
  const { origin: configured = "*", allowMethods = DEFAULT_METHODS } = options;

  function allowedOrigin(requestOrigin: string, ctx: Context<State>): string | null {
    if (typeof configured === "function") return configured(requestOrigin, ctx) || null;
    if (typeof configured !== "string") {
      return configured.includes(requestOrigin) ? requestOrigin : null;
    }
    return configured === "*" || configured === requestOrigin ? configured : null;
  }

  return async (ctx) => {
    const common = new Headers();
    const origin = allowedOrigin(ctx.req.headers.get("origin") ?? "", ctx);
    if (origin !== null) common.set("Access-Control-Allow-Origin", origin);
    if (origin !== null && origin !== "*") common.set("Vary", "Origin");
    if (options.credentials) common.set("Access-Control-Allow-Credentials", "true");
    if (options.exposeHeaders?.length) {
      common.set("Access-Control-Expose-Headers", options.exposeHeaders.join(","));
    }
    if (ctx.req.method === "OPTIONS") return preflight(ctx.req, common, allowMethods, options);

    const response = withMutableHeaders(await ctx.next());
    for (const [name, value] of common) {
      if (name === "vary") addVary(response.headers, value);
      else response.headers.set(name, value);
    }
    return response;
  };
}

function preflight<State>(
  req: Request,
  headers: Headers,
  allowMethods: readonly string[],
  options: CORSOptions<State>,
): Response {
  if (options.maxAge !== undefined) headers.set("Access-Control-Max-Age", String(options.maxAge));
  if (allowMethods.length > 0) headers.set("Access-Control-Allow-Methods", allowMethods.join(","));
  if (options.allowHeaders?.length) {
    headers.set("Access-Control-Allow-Headers", options.allowHeaders.join(","));
  } else {
    const requested = req.headers.get("Access-Control-Request-Headers");
    if (requested !== null) {
      headers.set("Access-Control-Allow-Headers", requested.split(/\s*,\s*/).join(","));
      addVary(headers, "Access-Control-Request-Headers");
    }
  }
  return new Response(null, { status: 204, headers });
}

function addVary(headers: Headers, name: string): void {
  const names = headers.get("Vary")?.split(",").map((entry) => entry.trim()) ?? [];
  const isCovered = names.some((entry) =>
    entry === "*" || entry.toLowerCase() === name.toLowerCase()
  );
  if (!isCovered) headers.set("Vary", [...names, name].join(", "));
}
