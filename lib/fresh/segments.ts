import { HttpError } from "./error.ts";
import { type MaybeLazyMiddleware, type Middleware } from "./middlewares/mod.ts";
import { EMPTY_SCOPE, RENDER_SCOPE, type RenderScope } from "./render_scope.ts";
import { patternToSegments } from "./router.ts";
import type { LayoutConfig, RouteComponent } from "./types.ts";

/** A node of the path tree, with what applies to everything below it. */
export interface Segment<State> {
  /** Path part that names the node: `admin`, `:id`, `(group)`. */
  pattern: string;
  parent: Segment<State> | null;
  children: Map<string, Segment<State>>;
  middlewares: MaybeLazyMiddleware<State>[];
  // deno-lint-ignore no-explicit-any -- layouts and wrappers get no data
  layout: { component: RouteComponent<any, State>; config: LayoutConfig } | null;
  /** Renders the error in `ctx.error`. */
  errorRoute: Middleware<State> | null;
  /** Only on the root: answers whatever ends in 404. */
  notFound: Middleware<State> | null;
  /** Only on the root. */
  // deno-lint-ignore no-explicit-any -- same as the layout
  appWrapper: RouteComponent<any, State> | null;
}

/** A node without anything attached. */
export function newSegment<State>(
  pattern: string,
  parent: Segment<State> | null,
): Segment<State> {
  return {
    pattern,
    parent,
    children: new Map(),
    middlewares: [],
    layout: null,
    errorRoute: null,
    notFound: null,
    appWrapper: null,
  };
}

/** The node of a path, made on the way if there is none; see `patternToSegments`. */
export function getOrCreateSegment<State>(
  root: Segment<State>,
  path: string,
  includeLast: boolean,
): Segment<State> {
  let current = root;
  for (const name of patternToSegments(path, root.pattern, includeLast).slice(1)) {
    let child = current.children.get(name);
    if (child === undefined) {
      child = newSegment(name, current);
      current.children.set(name, child);
    }
    current = child;
  }
  return current;
}

/**
 * Everything that runs before a route of this node, from the root down: per node a step that sets
 * layouts and catches errors, then the node's middlewares. It is a snapshot: what is attached
 * later applies to routes registered later. Only the not-found handler is looked up when needed.
 */
export function segmentToMiddlewares<State>(
  segment: Segment<State>,
): MaybeLazyMiddleware<State>[] {
  const path: Segment<State>[] = [];
  for (let node: Segment<State> | null = segment; node !== null; node = node.parent) {
    path.unshift(node);
  }
  const root = path[0]!;
  const result: MaybeLazyMiddleware<State>[] = [];
  let scope: RenderScope<State> = EMPTY_SCOPE;
  for (const node of path) {
    scope = scopeOf(node, scope);
    // A node without layout and error page would only pass things on.
    if (node === root || node.layout !== null || node.errorRoute !== null) {
      result.push(boundary(root, node.errorRoute, scope));
    }
    result.push(...node.middlewares);
  }
  return result;
}

function scopeOf<State>(node: Segment<State>, outer: RenderScope<State>): RenderScope<State> {
  const appWrapper = node.appWrapper ?? outer.appWrapper;
  if (node.layout === null) return { ...outer, appWrapper };
  const { component, config } = node.layout;
  return {
    appWrapper: config.skipAppWrapper ? null : appWrapper,
    layouts: config.skipInheritedLayouts ? [component] : [...outer.layouts, component],
  };
}

function boundary<State>(
  root: Segment<State>,
  errorRoute: Middleware<State> | null,
  scope: RenderScope<State>,
): Middleware<State> {
  return async (ctx) => {
    const outer = ctx[RENDER_SCOPE];
    ctx[RENDER_SCOPE] = scope;
    try {
      return await ctx.next();
    } catch (error) {
      ctx.error = error;
      const isNotFound = error instanceof HttpError && error.status === 404;
      const fallback = (isNotFound ? root.notFound : null) ?? errorRoute;
      if (fallback === null) throw error;
      return await fallback(ctx);
    } finally {
      ctx[RENDER_SCOPE] = outer;
    }
  };
}
