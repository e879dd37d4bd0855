import { type ComponentChildren, type ComponentType, Fragment, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import type { BuildCache } from "./build_cache.ts";
import { NONCE_SYMBOL, PARTIAL_ID_HEADER } from "./constants.ts";
import type { Context } from "./context.ts";
import { splitDocument } from "./document.ts";
import { pageProps } from "./page.ts";
import type { RenderScope } from "./render_scope.ts";
import { RenderState, withRenderState } from "./runtime/server/preact_hooks.tsx";
import type { RouteComponent } from "./types.ts";

export type { PageProps } from "./page.ts";

const ASYNC_FUNCTION = "AsyncFunction";

/**
 * Whether a page, layout or wrapper is an async function. Such a one is awaited before rendering
 * and may return a response instead of JSX.
 */
export function isAsyncComponent<Props>(
  component: unknown,
): component is (props: Props) => Promise<ComponentChildren | Response> {
  return typeof component === "function" && component.constructor.name === ASYNC_FUNCTION;
}

/** Renders a page in its layouts and the app wrapper to a complete document. */
export async function renderResponse<State>(
  ctx: Context<State>,
  vnode: VNode | null,
  init: ResponseInit,
  scope: RenderScope<State>,
  buildCache: BuildCache<State>,
): Promise<Response> {
  const page = await wrapInLayouts(ctx, vnode, scope.layouts);
  if (page instanceof Response) return page;

  const headers = new Headers(init.headers);
  const partialId = ctx.isPartial ? crypto.randomUUID() : "";
  if (ctx.isPartial) headers.set(PARTIAL_ID_HEADER, partialId);

  const state = new RenderState(ctx, buildCache, partialId);
  try {
    // The page comes before the wrapper, so that what it puts into <Head> is known there.
    let html = withRenderState(state, () => renderToString(page));
    if (scope.appWrapper !== null) {
      const wrapper = await wrapInApp(ctx, html, scope.appWrapper);
      if (wrapper instanceof Response) return wrapper;
      html = withRenderState(state, () => renderToString(wrapper));
    }
    html = completeDocument(state, html);

    headers.set("Content-Type", "text/html; charset=utf-8");
    const link = state.needsClientJs ? state.linkHeader() : null;
    if (link !== null) headers.append("Link", link);
    const response = new Response(html, {
      status: init.status ?? 200,
      statusText: init.statusText,
      headers,
    });
    return Object.assign(response, { [NONCE_SYMBOL]: state.nonce });
  } finally {
    state.clear();
  }
}

async function wrapInLayouts<State>(
  ctx: Context<State>,
  page: VNode | null,
  layouts: RenderScope<State>["layouts"],
): Promise<VNode | Response> {
  let current: VNode = page ?? h(Fragment, null);
  for (let i = layouts.length - 1; i >= 0; i--) {
    const child = current;
    ctx.Component = () => child;
    const layout = layouts[i]!;
    const wrapped = await instantiate(layout, pageProps(ctx, null, ctx.Component));
    if (wrapped instanceof Response) return wrapped;
    current = wrapped;
  }
  return current;
}

async function wrapInApp<State>(
  ctx: Context<State>,
  html: string,
  // deno-lint-ignore no-explicit-any -- the wrapper gets no data
  appWrapper: RouteComponent<any, State>,
): Promise<VNode | Response> {
  ctx.Component = () => rawHtml(html);
  // An async wrapper gets the whole context, so that it may redirect.
  const props = isAsyncComponent(appWrapper) ? ctx : pageProps(ctx, null, ctx.Component);
  return await instantiate(appWrapper, props);
}

async function instantiate(component: unknown, props: unknown): Promise<VNode | Response> {
  if (!isAsyncComponent<unknown>(component)) {
    return h(component as ComponentType, props as Record<string, unknown>);
  }
  const output = await component(props);
  return output instanceof Response ? output : h(Fragment, null, output);
}

/** A node that renders to the given HTML without an element around it. */
function rawHtml(html: string): VNode {
  return jsxTemplate([html]);
}

/**
 * Adds what the document lacks of `<html>`, `<head>` and `<body>`. The missing elements are
 * rendered under the render state as well, so that scripts and head elements find their place.
 */
function completeDocument(state: RenderState, html: string): string {
  const doc = splitDocument(html);
  if (doc.htmlTag !== null && doc.head !== null && doc.hasBody) return "<!DOCTYPE html>" + html;
  const body = doc.hasBody
    ? doc.rest
    : withRenderState(state, () => renderToString(h("body", null, rawHtml(doc.rest))));
  const head = doc.head ?? withRenderState(
    state,
    () => renderToString(h("head", null, h("meta", { charset: "utf-8" }))),
  );
  return `<!DOCTYPE html>${doc.htmlTag ?? "<html>"}${head}${body}</html>`;
}
