import type { BuildCache } from "./build_cache.ts";
import { fsItemsToCommands } from "./fs_routes.ts";
import type { Context } from "./context.ts";
import {
  compileMiddlewares,
  type MaybeLazyMiddleware,
  type Middleware,
} from "./middlewares/mod.ts";
import { errorRouteToMiddleware, routeMethods, routeToMiddleware } from "./route.ts";
import { mergePath, type Method, METHODS, type Router } from "./router.ts";
import { getOrCreateSegment, type Segment, segmentToMiddlewares } from "./segments.ts";
import type { LayoutConfig, MaybeLazy, Route, RouteComponent, RouteConfig } from "./types.ts";

/** One call on the app, kept until `handler()` replays it. Patterns lack the app's base path. */
export type Command<State> =
  | {
    type: "middleware";
    pattern: string;
    middlewares: MaybeLazyMiddleware<State>[];
  }
  | {
    type: "handler";
    pattern: string;
    methods: readonly Method[];
    middlewares: MaybeLazyMiddleware<State>[];
  }
  | {
    type: "route";
    pattern: string;
    /** Place in the segment tree, when it differs from the URL pattern. */
    segmentPattern?: string;
    route: MaybeLazy<Route<State>>;
    config?: RouteConfig;
  }
  | {
    type: "layout";
    pattern: string;
    // deno-lint-ignore no-explicit-any -- layouts get no data
    component: RouteComponent<any, State>;
    config: LayoutConfig;
  }
  | {
    type: "app";
    // deno-lint-ignore no-explicit-any -- the wrapper gets no data
    component: RouteComponent<any, State>;
  }
  | {
    type: "error";
    pattern: string;
    route: MaybeLazy<Route<State>> | Middleware<State>;
  }
  | {
    type: "notFound";
    route: MaybeLazy<Route<State>> | Middleware<State>;
  }
  | {
    type: "fsRoutes";
    pattern: string;
  };

/** The command of an app that is mounted below `base`. */
export function mountCommand<State>(command: Command<State>, base: string): Command<State> {
  if (command.type === "app" || command.type === "notFound") return command;
  // A wildcard stands for the mounted app as a whole, unless it is a route of its own.
  const isRoute = command.type === "handler" || command.type === "route";
  const pattern = mergePath(base, command.pattern, !isRoute);
  if (command.type !== "route" || command.segmentPattern === undefined) {
    return { ...command, pattern };
  }
  const segmentPattern = mergePath(base, command.segmentPattern, true);
  return { ...command, pattern, segmentPattern };
}

/** What commands are replayed into. */
export interface AppBuild<State> {
  root: Segment<State>;
  router: Router<(ctx: Context<State>) => Promise<Response>>;
  basePath: string;
  buildCache: BuildCache<State>;
  onError?: (error: unknown) => void;
}

/** Replays commands in their order into the segment tree and the router. */
export function applyCommands<State>(
  commands: readonly Command<State>[],
  build: AppBuild<State>,
): void {
  for (const command of commands) applyCommand(command, build);
}

function applyCommand<State>(command: Command<State>, build: AppBuild<State>): void {
  const { root } = build;
  switch (command.type) {
    case "middleware":
      segmentAt(build, command.pattern).middlewares.push(...command.middlewares);
      break;
    case "layout":
      segmentAt(build, command.pattern).layout = command;
      break;
    case "app":
      root.appWrapper = command.component;
      break;
    case "error":
      segmentAt(build, command.pattern).errorRoute = errorRouteToMiddleware(command.route);
      break;
    case "notFound":
      root.notFound = errorRouteToMiddleware(command.route);
      break;
    case "handler":
      register(build, command.pattern, command.pattern, command.methods, command.middlewares);
      break;
    case "route": {
      const { pattern, route, config } = command;
      const methods = typeof route === "function" ? lazyMethods(config) : routeMethods(route);
      const answer = routeToMiddleware(route, config);
      register(build, pattern, command.segmentPattern ?? pattern, methods, [answer]);
      break;
    }
    case "fsRoutes":
      applyCommands(fsItemsToCommands(build.buildCache.getFsRoutes(), command.pattern), build);
      break;
  }
}

function register<State>(
  build: AppBuild<State>,
  pattern: string,
  segmentPattern: string,
  methods: readonly Method[],
  middlewares: MaybeLazyMiddleware<State>[],
): void {
  const inherited = segmentToMiddlewares(segmentAt(build, segmentPattern));
  const chain = compileMiddlewares([...inherited, ...middlewares], build.onError);
  const path = mergePath(build.basePath, pattern, false) || "/*";
  for (const method of methods) build.router.add(method, path, chain);
}

function segmentAt<State>(build: AppBuild<State>, pattern: string): Segment<State> {
  return getOrCreateSegment(build.root, mergePath(build.basePath, pattern, true), true);
}

/** Methods registered for a route whose module is not loaded yet. */
function lazyMethods(config: RouteConfig | undefined): readonly Method[] {
  const methods = config?.methods;
  return methods === undefined || methods === "ALL" ? METHODS : methods;
}
