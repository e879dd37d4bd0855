import { type BuildCache, EmptyBuildCache } from "./build_cache.ts";
import { DENO_DEPLOYMENT_ID } from "@fresh/build-id";
import { type Command, mountCommand } from "./commands.ts";
import { type FreshConfig, resolveConfig, type ResolvedFreshConfig } from "./config.ts";
import { createHandler, type Handler } from "./handler.ts";
import { listen, type ListenOptions } from "./listen.ts";
import type { MaybeLazyMiddleware, Middleware } from "./middlewares/mod.ts";
import { mergePath, type Method, METHODS } from "./router.ts";
import type { LayoutConfig, MaybeLazy, Route, RouteComponent, RouteConfig } from "./types.ts";
import type { WebSocketHandlers, WebSocketUpgradeOptions } from "./websocket.ts";

export type { ListenOptions };

/** Parts of an app that only builds and tools touch. */
interface AppInternals<State> {
  commands: Command<State>[];
  buildCache: BuildCache<State> | null;
  onError: ((error: unknown) => void) | undefined;
}

const INTERNALS: unique symbol = Symbol("appInternals");

/** Attaches a build: its islands, static files, file routes, root and mode. */
export function setBuildCache<State>(
  app: App<State>,
  buildCache: BuildCache<State>,
  mode: ResolvedFreshConfig["mode"],
): void {
  app.config.root = buildCache.root;
  app.config.mode = mode;
  app[INTERNALS].buildCache = buildCache;
}

/** Sets what is told of each error a middleware or handler throws, before error pages see it. */
export function setErrorInterceptor<State>(
  app: App<State>,
  fn: (error: unknown) => void,
): void {
  app[INTERNALS].onError = fn;
}

/**
 * A web app: middlewares, routes, layouts and error pages. Each call is kept and replayed by
 * `handler()` in order; what wraps routes (middlewares, layouts, the app wrapper, error pages)
 * applies to routes registered after it.
 *
 * Paths of middlewares, layouts and error pages name a segment and apply to all below it; a
 * trailing `/*` changes nothing about that.
 */
export class App<State = unknown> {
  config: ResolvedFreshConfig;
  [INTERNALS]: AppInternals<State> = { commands: [], buildCache: null, onError: undefined };

  constructor(config?: FreshConfig) {
    this.config = resolveConfig(config);
  }

  /** Adds middlewares for every path, or for the path given first and all below it. */
  use(...middlewares: MaybeLazyMiddleware<State>[]): this;
  use(path: string, ...middlewares: MaybeLazyMiddleware<State>[]): this;
  use(
    first: string | MaybeLazyMiddleware<State>,
    ...rest: MaybeLazyMiddleware<State>[]
  ): this {
    const hasPath = typeof first === "string";
    const middlewares = hasPath || first === undefined ? rest : [first, ...rest];
    return this.#add({ type: "middleware", pattern: hasPath ? first : "*", middlewares });
  }

  /** Answers GET requests, and HEAD ones unless `head` does. */
  get(path: string, ...middlewares: MaybeLazyMiddleware<State>[]): this {
    return this.#handle(["GET"], path, middlewares);
  }

  /** Answers POST requests. */
  post(path: string, ...middlewares: MaybeLazyMiddleware<State>[]): this {
    return this.#handle(["POST"], path, middlewares);
  }

  /** Answers PATCH requests. */
  patch(path: string, ...middlewares: MaybeLazyMiddleware<State>[]): this {
    return this.#handle(["PATCH"], path, middlewares);
  }

  /** Answers PUT requests. */
  put(path: string, ...middlewares: MaybeLazyMiddleware<State>[]): this {
    return this.#handle(["PUT"], path, middlewares);
  }

  /** Answers DELETE requests. */
  delete(path: string, ...middlewares: MaybeLazyMiddleware<State>[]): this {
    return this.#handle(["DELETE"], path, middlewares);
  }

  /** Answers HEAD requests. */
  head(path: string, ...middlewares: MaybeLazyMiddleware<State>[]): this {
    return this.#handle(["HEAD"], path, middlewares);
  }

  /** Answers requests of every method. */
  all(path: string, ...middlewares: MaybeLazyMiddleware<State>[]): this {
    return this.#handle(METHODS, path, middlewares);
  }

  /** Answers WebSocket connections. */
  ws(path: string, handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): this {
    return this.get(path, (ctx) => ctx.upgrade(handlers, options));
  }

  /** Adds a page or endpoint. */
  route(path: string, route: MaybeLazy<Route<State>>, config?: RouteConfig): this {
    return this.#add({
      type: "route",
      pattern: path,
      route,
      config: config ?? (typeof route === "function" ? undefined : route.config),
    });
  }

  /** Sets the component around every page, which renders `<html>`, `<head>` and `<body>`. */
  appWrapper(component: RouteComponent<unknown, State>): this {
    return this.#add({ type: "app", component });
  }

  /** Sets the layout of a path and all below it. */
  layout(
    path: string,
    component: RouteComponent<unknown, State>,
    config: LayoutConfig = {},
  ): this {
    return this.#add({ type: "layout", pattern: path, component, config });
  }

  /** Sets what answers when something fails at a path or below it; `*` for everywhere. */
  onError(path: string, route: MaybeLazy<Route<State>> | Middleware<State>): this {
    return this.#add({ type: "error", pattern: path, route });
  }

  /** Sets what answers whenever nothing is found, in the whole app. */
  notFound(route: MaybeLazy<Route<State>> | Middleware<State>): this {
    return this.#add({ type: "notFound", route });
  }

  /** Adds the routes of the build, at the root or below a path. */
  fsRoutes(pattern = "*"): this {
    return this.#add({ type: "fsRoutes", pattern });
  }

  /**
   * Adds everything of another app below a path. Its app wrapper and not-found handler are not
   * confined to that path: they replace this app's.
   */
  mountApp(path: string, app: App<State>): this {
    const base = mergePath(path, app.config.basePath, true);
    for (const command of app[INTERNALS].commands) this.#add(mountCommand(command, base));
    return this;
  }

  /**
   * Builds the function that answers requests, for `Deno.serve` or tests.
   *
   * @throws {Error} in production on Deno Deploy when no build is attached, or when a file route
   * is invalid.
   */
  handler(): Handler {
    const { commands, buildCache, onError } = this[INTERNALS];
    if (buildCache === null && this.config.mode === "production" && DENO_DEPLOYMENT_ID) {
      throw new Error(
        "The app has no build. Run the build task before deploying, and start what it wrote.",
      );
    }
    return createHandler({
      commands,
      config: this.config,
      buildCache: buildCache ?? new EmptyBuildCache<State>(this.config.mode),
      onError,
    });
  }

  /** Serves the app, on the given port or the first free one from 8000; resolves once it listens. */
  listen(options: ListenOptions = {}): Promise<void> {
    return Promise.try(() => listen(this.handler(), this.config.basePath, options));
  }

  #handle(
    methods: readonly Method[],
    pattern: string,
    middlewares: MaybeLazyMiddleware<State>[],
  ): this {
    return this.#add({ type: "handler", pattern, methods, middlewares });
  }

  #add(command: Command<State>): this {
    this[INTERNALS].commands.push(command);
    return this;
  }
}
