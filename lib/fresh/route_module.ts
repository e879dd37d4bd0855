import { isHandlerByMethod, type RouteHandler } from "./handlers.ts";
import type { MaybeLazyMiddleware } from "./middlewares/mod.ts";
import type { LayoutConfig, Route, RouteComponent, RouteConfig } from "./types.ts";

/** What a module in the routes folder may export. */
export interface FreshFsMod<State> {
  config?: RouteConfig;
  // deno-lint-ignore no-explicit-any -- data of any type
  handler?: RouteHandler<any, State> | MaybeLazyMiddleware<State>[];
  // deno-lint-ignore no-explicit-any -- same
  handlers?: RouteHandler<any, State> | MaybeLazyMiddleware<State>[];
  /** The component of a page or layout; in a middleware file, a middleware or several. */
  // deno-lint-ignore no-explicit-any -- same
  default?: RouteComponent<any, State>;
  css?: string[];
}

/** The route of a page, an endpoint, or an `_error`, `_500` or `_404` file. */
export function toRoute<State>(mod: FreshFsMod<State>, filePath: string): Route<State> {
  const handler = handlerOf(mod, filePath);
  if (handler === undefined && mod.default === undefined) {
    throw new Error(noExports(filePath, "default, handler or handlers"));
  }
  return {
    handler,
    // deno-lint-ignore no-explicit-any -- data of any type
    component: mod.default as RouteComponent<any, State> | undefined,
    config: mod.config,
    css: mod.css,
  };
}

/** The component of a `_layout` or `_app` file. */
export function toLayoutOrApp<State>(
  mod: FreshFsMod<State>,
  filePath: string,
  kind: "Layout" | "App",
  // deno-lint-ignore no-explicit-any -- layouts and wrappers get no data
): { component: RouteComponent<any, State>; config: LayoutConfig | undefined } {
  if (mod.handler !== undefined || mod.handlers !== undefined) {
    warn(`${kind} does not support handlers`);
  }
  if (mod.default === undefined) throw new Error(noExports(filePath, "default"));
  // deno-lint-ignore no-explicit-any -- same
  return { component: mod.default as RouteComponent<any, State>, config: mod.config };
}

/** The middlewares of a `_middleware` file. */
export function toMiddlewares<State>(
  mod: FreshFsMod<State>,
  filePath: string,
): MaybeLazyMiddleware<State>[] {
  const exported = mod.handlers ?? mod.handler ?? mod.default;
  if (exported === undefined) {
    throw new Error(noExports(filePath, "default, handler or handlers"));
  }
  const list = Array.isArray(exported) ? exported : [exported];
  if (list.some((entry) => typeof entry !== "function")) {
    warn(
      "Middleware does not support object handlers with GET, POST, etc. in " + filePath,
    );
    return [];
  }
  const middlewares = list as MaybeLazyMiddleware<State>[];
  middlewares.forEach((middleware) => rejectTwoParameters(middleware, filePath));
  return middlewares;
}

function handlerOf<State>(
  mod: FreshFsMod<State>,
  filePath: string,
  // deno-lint-ignore no-explicit-any -- same
): RouteHandler<any, State> | undefined {
  const handler = mod.handlers ?? mod.handler;
  if (handler === undefined) return undefined;
  if (Array.isArray(handler)) {
    throw new Error(
      `The route file "${filePath}" exports an array as its handler. ` +
        `Export a function or an object with methods; arrays are for _middleware files.`,
    );
  }
  const functions = isHandlerByMethod(handler) ? Object.values(handler) : [handler];
  functions.forEach((fn) => rejectTwoParameters(fn, filePath));
  return handler;
}

/** Fresh 1 handlers took `(req, ctx)`; called with a context alone they would go wrong quietly. */
function rejectTwoParameters(fn: unknown, filePath: string): void {
  if (typeof fn === "function" && fn.length > 1) {
    throw new Error(
      `A handler in "${filePath}" takes more than one parameter. ` +
        `It gets a context alone; the request is ctx.req.`,
    );
  }
}

function noExports(filePath: string, expected: string): string {
  return `The route file "${filePath}" has no relevant exports. Export ${expected}.`;
}

function warn(message: string): void {
  // deno-lint-ignore no-console -- a mistake in the app's files, told to its developer
  console.warn(
    `🍋 %c[WARNING] Unsupported route config: ${message}`,
    "color:rgb(251, 184, 0)",
  );
}
