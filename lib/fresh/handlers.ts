import type { Context } from "./context.ts";
import type { Method } from "./router.ts";

/** Data for a page, with status and headers of its response. */
export interface PageResponse<T> {
  data: T;
  headers?: HeadersInit;
  status?: number;
}

/** Answers a request, or hands data to the route's component. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) => Response | PageResponse<Data> | Promise<Response | PageResponse<Data>>;

/** One handler per method. */
export type HandlerByMethod<Data, State> = { [M in Method]?: HandlerFn<Data, State> };

/** A route's handler: one function for every method, or one per method. */
export type RouteHandler<Data, State> = HandlerFn<Data, State> | HandlerByMethod<Data, State>;

type DataOfResult<Result> = Result extends Response ? never
  : Result extends { data: infer Data } ? Data
  : never;

type DataOf<Fn> = Fn extends (...args: never[]) => infer Result ? DataOfResult<Awaited<Result>>
  : never;

/** The data a handler passes to its component; over a method map, the union of its methods. */
export type RouteData<Handler> = Handler extends (...args: never[]) => unknown ? DataOf<Handler>
  : { [M in keyof Handler]: DataOf<Handler[M]> }[keyof Handler];

/** Renders the route's component with `data`; `null` counts as no data. */
export function page<T>(
  data?: T,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<T> {
  return {
    data: (data ?? undefined) as T,
    headers: options?.headers,
    status: options?.status,
  };
}

/** Whether the handler is a map of methods. */
export function isHandlerByMethod<Data, State>(
  handler: RouteHandler<Data, State>,
): handler is HandlerByMethod<Data, State> {
  return handler !== null && typeof handler === "object" && !Array.isArray(handler);
}
