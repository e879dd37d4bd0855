import type { Context } from "./context.ts";

/** Props of pages, layouts and the app wrapper. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    | "config"
    | "url"
    | "req"
    | "params"
    | "info"
    | "state"
    | "isPartial"
    | "Component"
    | "error"
    | "route"
  >
  & { data: Data };

/** The props that a page, layout or wrapper gets for this request. */
export function pageProps<Data, State>(
  ctx: Context<State>,
  data: Data,
  Component: Context<State>["Component"],
): PageProps<Data, State> {
  return {
    config: ctx.config,
    url: ctx.url,
    req: ctx.req,
    params: ctx.params,
    info: ctx.info,
    state: ctx.state,
    isPartial: ctx.isPartial,
    error: ctx.error,
    route: ctx.route,
    Component,
    data,
  };
}
