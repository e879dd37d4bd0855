import type { Context } from "../context.ts";

/** Answers a request, or passes it on with `ctx.next()`. */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;

/** A middleware, or an async function that loads it. */
export type MaybeLazyMiddleware<State> = (
  ctx: Context<State>,
) => Response | Promise<Response | Middleware<State>>;

/**
 * Old name of `Middleware`.
 *
 * @deprecated Use `Middleware`.
 */
export type MiddlewareFn<State> = Middleware<State>;

/**
 * Chains middlewares into one. Each runs with `ctx.next` set to the following one, the last with
 * the `ctx.next` the chain was called with. What is thrown is stored in `ctx.error`, reported to
 * `onError` once and thrown on. A middleware that resolves to a function is lazy: that function
 * takes its place for good. The chain keeps no state of a request, so requests share it.
 */
export function compileMiddlewares<State>(
  middlewares: readonly MaybeLazyMiddleware<State>[],
  onError?: (error: unknown) => void,
): (ctx: Context<State>) => Promise<Response> {
  const count = middlewares.length;
  if (count === 0) return (ctx) => ctx.next();

  const slots = middlewares.slice() as MaybeLazyMiddleware<State>[];

  async function run(
    ctx: Context<State>,
    index: number,
    tail: () => Promise<Response>,
  ): Promise<Response> {
    ctx.next = index + 1 === count ? tail : () => run(ctx, index + 1, tail);
    try {
      const result = await slots[index]!(ctx);
      if (typeof result !== "function") return result;
      slots[index] = result;
      return await result(ctx);
    } catch (error) {
      if (ctx.error !== error) {
        ctx.error = error;
        onError?.(error);
      }
      throw error;
    }
  }

  return (ctx) => run(ctx, 0, ctx.next);
}
