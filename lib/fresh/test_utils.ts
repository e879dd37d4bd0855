import { type BuildCache, EmptyBuildCache } from "./build_cache.ts";
import { resolveConfig, type ResolvedFreshConfig } from "./config.ts";
import { Context } from "./context.ts";
import { defaultErrorResponse } from "./default_error.ts";
import type { FsRouteFile } from "./fs_routes.ts";
import type { Middleware } from "./middlewares/mod.ts";
import { EMPTY_SCOPE } from "./render_scope.ts";

/** Calls a handler with requests, without a network. */
export class FakeServer {
  constructor(readonly handler: (req: Request) => Response | Promise<Response>) {}

  /** Sends GET. */
  get(path: string, init?: RequestInit): Promise<Response> {
    return this.#send("GET", path, init);
  }
  /** Sends POST with a body. */
  post(path: string, body?: BodyInit): Promise<Response> {
    return this.#send("POST", path, { body });
  }
  /** Sends PATCH with a body. */
  patch(path: string, body?: BodyInit): Promise<Response> {
    return this.#send("PATCH", path, { body });
  }
  /** Sends PUT with a body. */
  put(path: string, body?: BodyInit): Promise<Response> {
    return this.#send("PUT", path, { body });
  }
  /** Sends DELETE. */
  delete(path: string): Promise<Response> {
    return this.#send("DELETE", path);
  }
  /** Sends HEAD. */
  head(path: string): Promise<Response> {
    return this.#send("HEAD", path);
  }
  /** Sends OPTIONS. */
  options(path: string): Promise<Response> {
    return this.#send("OPTIONS", path);
  }

  async #send(method: string, path: string, init?: RequestInit): Promise<Response> {
    const url = path.startsWith("/") ? `http://localhost${path}` : `http://localhost/${path}`;
    return await this.handler(new Request(url, { ...init, method }));
  }
}

/** What `serveMiddleware` puts into the context. */
export interface ServeMiddlewareOptions<State> {
  config?: ResolvedFreshConfig;
  buildCache?: BuildCache<State>;
  /** What runs when the middleware calls `next`; default 404. */
  next?: () => Promise<Response>;
  route?: string | null;
}

/** A server that runs a single middleware. */
export function serveMiddleware<State>(
  middleware: Middleware<State>,
  options: ServeMiddlewareOptions<State> = {},
): FakeServer {
  const config = options.config ?? resolveConfig();
  const buildCache = options.buildCache ?? new EmptyBuildCache<State>(config.mode);
  const next = options.next ?? (() => Promise.resolve(new Response("next", { status: 404 })));
  return new FakeServer(async (req) => {
    const info = { remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 } };
    const ctx = new Context<State>(
      req,
      new URL(req.url),
      info as Deno.ServeHandlerInfo,
      options.route ?? null,
      {},
      config,
      next,
      buildCache,
      EMPTY_SCOPE,
    );
    try {
      return await middleware(ctx);
    } catch (error) {
      return defaultErrorResponse(error, config.mode);
    }
  });
}

/** A build with file routes only. */
export class MockBuildCache<State> extends EmptyBuildCache<State> {
  #files: FsRouteFile<State>[];

  constructor(files: FsRouteFile<State>[], mode: ResolvedFreshConfig["mode"]) {
    super(mode);
    this.#files = files;
  }

  override getFsRoutes(): FsRouteFile<State>[] {
    return this.#files;
  }
}

/** Runs `fn` without logging the errors it provokes. */
export async function withoutErrorLog<T>(fn: () => Promise<T>): Promise<T> {
  const target: Pick<Console, "error"> = console;
  const original = target.error;
  target.error = () => {};
  try {
    return await fn();
  } finally {
    target.error = original;
  }
}
