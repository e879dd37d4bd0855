import { type ComponentType, Fragment, h, type VNode } from "preact";
import type { Context } from "./context.ts";
import { HttpError } from "./error.ts";
import { isHandlerByMethod, type PageResponse } from "./handlers.ts";
import { methodNotAllowed } from "./method_not_allowed.ts";
import type { Middleware } from "./middlewares/mod.ts";
import { pageProps } from "./page.ts";
import { isAsyncComponent } from "./render.ts";
import { RENDER_SCOPE, scopeWith } from "./render_scope.ts";
import { type Method, METHODS } from "./router.ts";
import { Head } from "./runtime/shared.ts";
import type { MaybeLazy, Route, RouteConfig } from "./types.ts";

/** Methods that a route answers; `HEAD` comes with `GET`. */
export function routeMethods<State>(route: Route<State>): Method[] {
  const { handler, component } = route;
  if (handler === undefined) return component === undefined ? [...METHODS] : ["GET"];
  if (!isHandlerByMethod(handler)) return [...METHODS];
  const methods = METHODS.filter((method) => handler[method] !== undefined);
  if (component !== undefined && !methods.includes("GET")) methods.unshift("GET");
  return methods;
}

/** Answers with the route: its handler's response, or its component rendered with the data. */
async function renderRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
): Promise<Response> {
  const { handler, component } = route;
  if (handler === undefined && component === undefined) throw new HttpError(404);
  const method = ctx.req.method as Method;
  const methods = routeMethods(route);
  if (!methods.includes(method) && !(method === "HEAD" && methods.includes("GET"))) {
    return methodNotAllowed(method, methods);
  }
  return await runRoute(ctx, route, method, 200);
}

/** Answers with an error or not-found page, for any method. */
async function renderErrorRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
): Promise<Response> {
  const { error } = ctx;
  const { handler, component } = route;
  const method = ctx.req.method as Method;
  if (component === undefined && (handler === undefined || !findHandler(handler, method))) {
    throw error;
  }
  return await runRoute(ctx, route, method, error instanceof HttpError ? error.status : 500);
}

/**
 * The middleware that answers with a route; one given by its loader is loaded at the first
 * request. `config` takes precedence over the route's own.
 */
export function routeToMiddleware<State>(
  value: MaybeLazy<Route<State>>,
  config: RouteConfig | undefined,
): Middleware<State> {
  const configured = (route: Route<State>) => config === undefined ? route : { ...route, config };
  if (typeof value !== "function") {
    const route = configured(value);
    return (ctx) => renderRoute(ctx, route);
  }
  let loading: Promise<Route<State>> | undefined;
  return async (ctx) => {
    loading ??= value().then(configured, (error) => {
      // A failed load must not stick: the next request tries again.
      loading = undefined;
      throw error;
    });
    return await renderRoute(ctx, await loading);
  };
}

/** The middleware of an error or not-found page, given as a route, its loader or a middleware. */
export function errorRouteToMiddleware<State>(
  value: MaybeLazy<Route<State>> | Middleware<State>,
): Middleware<State> {
  if (typeof value !== "function") return (ctx) => renderErrorRoute(ctx, value);
  return async (ctx) => {
    const result: Response | Route<State> = await value(ctx);
    return result instanceof Response ? result : await renderErrorRoute(ctx, result);
  };
}

function findHandler<State>(handler: NonNullable<Route<State>["handler"]>, method: Method) {
  if (!isHandlerByMethod(handler)) return handler;
  return handler[method] ?? (method === "HEAD" ? handler.GET : undefined);
}

async function runRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  method: Method,
  defaultStatus: number,
): Promise<Response> {
  const outer = ctx[RENDER_SCOPE];
  ctx[RENDER_SCOPE] = scopeWith(outer, route.config);
  try {
    const handle = route.handler === undefined ? undefined : findHandler(route.handler, method);
    if (handle === undefined) return await renderComponent(ctx, route, { data: {} }, defaultStatus);
    const result = await handle(ctx);
    if (result instanceof Response) return result;
    if (result === undefined) {
      throw new Error(
        `The handler of route "${ctx.route}" returned nothing. Return a Response, or page().`,
      );
    }
    return await renderComponent(ctx, route, result, defaultStatus);
  } finally {
    ctx[RENDER_SCOPE] = outer;
  }
}

async function renderComponent<State>(
  ctx: Context<State>,
  route: Route<State>,
  result: PageResponse<unknown>,
  defaultStatus: number,
): Promise<Response> {
  let vnode: VNode | null = null;
  if (route.component !== undefined) {
    const props = pageProps(ctx, result.data, ctx.Component);
    if (isAsyncComponent(route.component)) {
      const output = await route.component(props);
      if (output instanceof Response) return output;
      vnode = h(Fragment, null, output);
    } else {
      vnode = h(route.component as ComponentType<typeof props>, props) as VNode;
    }
  }
  if (route.css !== undefined && route.css.length > 0) {
    const links = route.css.map((href) => h("link", { rel: "stylesheet", href }));
    vnode = h(Fragment, null, h(Head, null, ...links), vnode);
  }
  return await ctx.render(vnode, {
    status: result.status ?? defaultStatus,
    headers: result.headers,
  });
}
