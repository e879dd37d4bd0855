import type { Context } from "fresh";
import type { State } from "../define.ts";
import type { RouteAccess } from "./route_permissions.ts";

/**
 * What is known of a request from its first moment, for the log and the headers that every answer
 * gets. It travels as the connection info, so that the outermost layer and the middlewares share
 * it without a look-up.
 */
export class RequestTrace implements Deno.ServeHandlerInfo {
  readonly requestId: string;
  readonly startedAt = performance.now();
  /** Once a middleware ran. */
  context: Context<State> | null = null;
  /** Who may do this; once the route is known. */
  access: RouteAccess | null = null;
  /** Value of the metric's label; patterns only, so that callers cannot multiply series. */
  routeLabel = "unmatched";
  readonly #info: Deno.ServeHandlerInfo;

  constructor(requestId: string, info: Deno.ServeHandlerInfo) {
    this.requestId = requestId;
    this.#info = info;
  }

  get remoteAddr(): Deno.Addr {
    return this.#info.remoteAddr;
  }

  get completed(): Promise<void> {
    return this.#info.completed;
  }
}

/** The trace of a request that came through `createApp`'s handler. */
export function traceOf(ctx: Context<State>): RequestTrace {
  if (ctx.info instanceof RequestTrace) return ctx.info;
  throw new Error("Vigia's middlewares need an app made by createApp() of lib/http/app.ts");
}

/** Who may do what the request asks for. */
export function accessOf(ctx: Context<State>): RouteAccess {
  const { access } = traceOf(ctx);
  if (access === null) throw new Error("The request has not passed createApp()'s first middleware");
  return access;
}
