import { type FunctionComponent, isValidElement, type VNode } from "preact";
import type { BuildCache, Island } from "./build_cache.ts";
import type { ResolvedFreshConfig } from "./config.ts";
import { PARTIAL_SEARCH_PARAM } from "./constants.ts";
import { redirectTo } from "./redirect.ts";
import { renderResponse } from "./render.ts";
import { RENDER_SCOPE, type RenderScope, scopeWith } from "./render_scope.ts";
import { iterableToStream, type StreamChunk } from "./stream.ts";
import type { LayoutConfig } from "./types.ts";
import {
  attachHandlers,
  isWebSocketHandlers,
  upgradeRequest,
  type WebSocketHandlers,
  type WebSocketUpgrade,
  type WebSocketUpgradeOptions,
} from "./websocket.ts";

/** Island components and where the browser finds them. */
export type ServerIslandRegistry = BuildCache["islandRegistry"];

export type { Island, WebSocketHandlers, WebSocketUpgradeOptions };

/**
 * Old name of `Context`.
 *
 * @deprecated Use `Context`.
 */
export type FreshContext<State = unknown> = Context<State>;

/** Where a context keeps the build. */
export const BUILD_CACHE: unique symbol = Symbol("buildCache");

const NO_COMPONENT: FunctionComponent = () => null;

/** Everything about one request, and the ways to answer it. */
export class Context<State> {
  /** Configuration of the app. */
  readonly config: ResolvedFreshConfig;
  /** The request as it came. */
  req: Request;
  /** URL of the request, with repeated slashes collapsed and forwarded headers applied. */
  readonly url: URL;
  /** Parameters of the matched route. */
  readonly params: Record<string, string>;
  /** Pattern of the matched route, or `null` when there is none. */
  readonly route: string | null;
  /** Connection the request came on. */
  readonly info: Deno.ServeHandlerInfo;
  /** What middlewares share with those after them. */
  readonly state: State = {} as State;
  /** Free for the app's own use. */
  data: unknown = undefined;
  /** What was thrown last, or `null`. */
  error: unknown | null = null;
  /** Whether the browser asks for partials only. */
  readonly isPartial: boolean;
  /** What a layout or wrapper renders inside it. */
  Component: FunctionComponent = NO_COMPONENT;
  /** Continues with the following middleware. Call it once. */
  next: () => Promise<Response>;

  /** Layouts and wrapper of the segments that the request is in. */
  [RENDER_SCOPE]: RenderScope<State>;
  /** The build the app runs with. */
  readonly [BUILD_CACHE]: BuildCache<State>;

  constructor(
    req: Request,
    url: URL,
    info: Deno.ServeHandlerInfo,
    route: string | null,
    params: Record<string, string>,
    config: ResolvedFreshConfig,
    next: () => Promise<Response>,
    buildCache: BuildCache<State>,
    scope: RenderScope<State>,
  ) {
    this.req = req;
    this.url = url;
    this.info = info;
    this.route = route;
    this.params = params;
    this.config = config;
    this.next = next;
    this.isPartial = url.search !== "" && url.searchParams.has(PARTIAL_SEARCH_PARAM);
    this[BUILD_CACHE] = buildCache;
    this[RENDER_SCOPE] = scope;
  }

  /**
   * Sends the browser elsewhere. Repeated slashes of a path are collapsed, so that no path leads
   * to another host; a partial request stays one on the same origin.
   */
  redirect(pathOrUrl: string, status = 302): Response {
    const location = redirectTo(pathOrUrl, this.isPartial ? this.url : null);
    return new Response(null, { status, headers: { location } });
  }

  /**
   * Renders a page inside the layouts and the app wrapper that apply here.
   *
   * @throws {Error} when `vnode` is neither JSX nor `null`.
   */
  async render(
    vnode: VNode | null,
    init: ResponseInit = {},
    config: LayoutConfig = {},
  ): Promise<Response> {
    if (arguments.length === 0) {
      throw new Error("ctx.render() got no argument. Pass it JSX, or null for an empty page.");
    }
    if (vnode !== null && !isValidElement(vnode)) {
      throw new Error(
        "ctx.render() got something that is neither JSX nor null. " +
          "For data use ctx.json(), for text ctx.text().",
      );
    }
    const scope = scopeWith(this[RENDER_SCOPE], config);
    return await renderResponse(this, vnode, init, scope, this[BUILD_CACHE]);
  }

  /** Answers with text. */
  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  /** Answers with HTML. */
  html(content: string, init?: ResponseInit): Response {
    const headers = new Headers(init?.headers);
    headers.set("Content-Type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Answers with JSON. */
  // deno-lint-ignore no-explicit-any -- whatever JSON.stringify takes
  json(content: any, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  /** Answers with the chunks of an iterable or generator as they come; strings become UTF-8. */
  stream(
    source:
      | Iterable<StreamChunk>
      | AsyncIterable<StreamChunk>
      | (() => Iterable<StreamChunk> | AsyncIterable<StreamChunk>),
    init?: ResponseInit,
  ): Response {
    return new Response(iterableToStream(typeof source === "function" ? source() : source), init);
  }

  /**
   * Switches to a WebSocket: with callbacks the response is complete, without the caller gets
   * the socket beside it.
   *
   * @throws {HttpError} 400 when the request is no WebSocket upgrade.
   */
  upgrade(handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): Response;
  upgrade(options?: WebSocketUpgradeOptions): WebSocketUpgrade;
  upgrade(
    first?: WebSocketHandlers | WebSocketUpgradeOptions,
    second?: WebSocketUpgradeOptions,
  ): Response | WebSocketUpgrade {
    if (!isWebSocketHandlers(first)) {
      return upgradeRequest(this.req, first as WebSocketUpgradeOptions);
    }
    const { socket, response } = upgradeRequest(this.req, second);
    attachHandlers(socket, first);
    return response;
  }
}
