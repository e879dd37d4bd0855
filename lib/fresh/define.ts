import type { RouteData, RouteHandler } from "./handlers.ts";
import type { Middleware } from "./middlewares/mod.ts";
import type { RouteComponent } from "./types.ts";

// deno-lint-ignore no-explicit-any -- a page may hand over data of any type
type AnyHandler<State> = RouteHandler<any, State>;

/** Data of a page: its handler's, or unknown when no handler is named. */
type PageData<Handler> = [Handler] extends [never] ? unknown : RouteData<Handler>;

/** Identity functions that give routes their types. */
export interface Define<State> {
  /** Types a route's `handler`. */
  handlers<Handler extends AnyHandler<State>>(handler: Handler): Handler;
  /** Types a page; `define.page<typeof handler>` gives it the handler's data. */
  page<Handler extends AnyHandler<State> = never>(
    component: RouteComponent<PageData<Handler>, State>,
  ): RouteComponent<PageData<Handler>, State>;
  /** Types a layout or the app wrapper. */
  layout(component: RouteComponent<unknown, State>): RouteComponent<unknown, State>;
  /** Types one or several middlewares. */
  middleware<M extends Middleware<State> | Middleware<State>[]>(middleware: M): M;
}

const IDENTITY: Define<unknown> = {
  handlers: (handler) => handler,
  page: (component) => component,
  layout: (component) => component,
  middleware: (middleware) => middleware,
};

/** The `define` helpers for an app whose `ctx.state` is `State`. */
export function createDefine<State>(): Define<State> {
  return IDENTITY as Define<State>;
}
