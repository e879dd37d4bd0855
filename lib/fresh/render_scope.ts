import type { LayoutConfig, RouteComponent } from "./types.ts";

/** Where a context keeps its render scope. */
export const RENDER_SCOPE: unique symbol = Symbol("renderScope");

/** What wraps a page: the layouts from outermost to innermost, and the app wrapper. */
export interface RenderScope<State> {
  // deno-lint-ignore no-explicit-any -- layouts and wrappers get no data
  readonly appWrapper: RouteComponent<any, State> | null;
  // deno-lint-ignore no-explicit-any -- same
  readonly layouts: readonly RouteComponent<any, State>[];
}

/** No layouts and no wrapper. */
// deno-lint-ignore no-explicit-any -- fits every app's state
export const EMPTY_SCOPE: RenderScope<any> = { appWrapper: null, layouts: [] };

/** The scope without what `config` skips. */
export function scopeWith<State>(
  scope: RenderScope<State>,
  config: LayoutConfig | undefined,
): RenderScope<State> {
  if (!config?.skipAppWrapper && !config?.skipInheritedLayouts) return scope;
  return {
    appWrapper: config.skipAppWrapper ? null : scope.appWrapper,
    layouts: config.skipInheritedLayouts ? [] : scope.layouts,
  };
}
