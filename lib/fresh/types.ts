import type { ComponentChildren, ComponentClass } from "preact";
import type { RouteHandler } from "./handlers.ts";
import type { PageProps } from "./page.ts";
import type { Method } from "./router.ts";

/** A value that is loaded at first use. */
export type Lazy<T> = () => Promise<T>;

/** A value, or the function that loads it. */
export type MaybeLazy<T> = T | Lazy<T>;

/** Options of a layout. */
export interface LayoutConfig {
  /** Do not wrap this one in the layouts of outer segments. */
  skipInheritedLayouts?: boolean;
  /** Do not wrap the page in the app wrapper. */
  skipAppWrapper?: boolean;
}

/** Options of a route. */
export interface RouteConfig extends LayoutConfig {
  /** URL pattern that replaces the one of the file's path. */
  routeOverride?: string;
  /** Accepted for compatibility; Fresh 2 gives it no effect. */
  csp?: boolean;
  /** Methods a lazily loaded route answers; default all. */
  methods?: "ALL" | Method[];
}

/**
 * A page, layout or app wrapper. An async one is awaited before rendering and may return a
 * response; a component that is not async returns JSX. It is one function type because unions of
 * functions would leave the props of an inline component untyped.
 */
export type RouteComponent<Data, State> =
  | ((
    props: PageProps<Data, State>,
  ) => ComponentChildren | Response | Promise<ComponentChildren | Response>)
  | ComponentClass<PageProps<Data, State>>;

/** What a route consists of. */
export interface Route<State> {
  // deno-lint-ignore no-explicit-any -- the data's type links handler and component, not routes
  component?: RouteComponent<any, State>;
  // deno-lint-ignore no-explicit-any -- same
  handler?: RouteHandler<any, State>;
  config?: RouteConfig;
  /** Stylesheet URLs linked in the page's head. */
  css?: string[];
}
