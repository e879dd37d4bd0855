import type { BuildCache } from "./build_cache.ts";
import { type AppBuild, applyCommands, type Command } from "./commands.ts";
import type { ResolvedFreshConfig } from "./config.ts";
import { Context } from "./context.ts";
import { defaultErrorResponse } from "./default_error.ts";
import { HttpError } from "./error.ts";
import { methodNotAllowed, withAllowHeader } from "./method_not_allowed.ts";
import { compileMiddlewares } from "./middlewares/mod.ts";
import { EMPTY_SCOPE } from "./render_scope.ts";
import { UrlPatternRouter } from "./router.ts";
import { getOrCreateSegment, newSegment, segmentToMiddlewares } from "./segments.ts";

/** Answers a request; `info` may be left out in tests. */
export type Handler = (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

/** What a handler is made of. */
export interface HandlerOptions<State> {
  commands: readonly Command<State>[];
  config: ResolvedFreshConfig;
  buildCache: BuildCache<State>;
  /** Told of each thrown error. */
  onError?: (error: unknown) => void;
}

/** Builds router and chains once, and returns the function that answers requests with them. */
export function createHandler<State>(options: HandlerOptions<State>): Handler {
  const { config, buildCache, onError } = options;
  const build: AppBuild<State> = {
    root: newSegment("", null),
    router: new UrlPatternRouter(),
    basePath: config.basePath,
    buildCache,
    onError,
  };
  applyCommands(options.commands, build);
  const { router } = build;

  // Whatever matches no route runs the middlewares of the whole app, then fails with 404.
  const appSegment = getOrCreateSegment(build.root, config.basePath, true);
  const fallback = compileMiddlewares(segmentToMiddlewares(appSegment), onError);
  const notFound = () => Promise.reject(new HttpError(404));

  return async (req, info = stubInfo()) => {
    const url = requestUrl(req, config.trustProxy);
    const method = req.method;
    const { params, item, pattern } = router.match(method, url);
    const tail = item !== null || pattern === null
      ? notFound
      : () => Promise.try(methodNotAllowed, method, router.getAllowedMethods(pattern));
    const ctx = new Context<State>(
      req,
      url,
      info,
      pattern,
      params,
      config,
      tail,
      buildCache,
      EMPTY_SCOPE,
    );

    let response: Response;
    try {
      response = await (item ?? fallback)(ctx);
      if (!(response instanceof Response)) {
        throw new Error(
          `A middleware or handler of "${pattern ?? url.pathname}" answered with something that ` +
            `is not a Response. Return a Response, or await ctx.next().`,
        );
      }
    } catch (error) {
      response = defaultErrorResponse(error, config.mode);
    }
    if (ctx.error !== null) response = withAllowHeader(response, ctx.error);
    return method === "HEAD" ? withoutBody(response) : response;
  };
}

/** URL of the request as the app sees it. */
function requestUrl(req: Request, trustProxy: boolean): URL {
  const url = new URL(req.url);
  if (url.pathname.includes("//")) url.pathname = url.pathname.replace(/\/{2,}/g, "/");
  if (trustProxy) {
    const protocol = forwarded(req, "x-forwarded-proto");
    if (protocol !== undefined) url.protocol = protocol + ":";
    const host = forwarded(req, "x-forwarded-host");
    if (host !== undefined) {
      // Assigning a host without port would keep the port the proxy used.
      url.port = "";
      url.host = host;
    }
  }
  return url;
}

/** The value of the outermost proxy, which is the first of a list. */
function forwarded(req: Request, header: string): string | undefined {
  return req.headers.get(header)?.split(",", 1).at(0)?.trim() || undefined;
}

function withoutBody(response: Response): Response {
  if (response.body === null) return response;
  // Nobody will read it; a stream's source is told to stop.
  response.body.cancel().catch(() => {});
  return new Response(null, response);
}

/** Connection info for calls without a server. */
function stubInfo(): Deno.ServeHandlerInfo {
  return {
    localAddr: { transport: "tcp", hostname: "localhost", port: 8080 },
    remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
    completed: Promise.resolve(),
  } as Deno.ServeHandlerInfo;
}
