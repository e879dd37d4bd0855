import type { Context } from "fresh";
import type { Client } from "../auth/session_registry.ts";
import type { State } from "../define.ts";

/** From where and with what the request comes, as sessions record it. */
export function clientOf(ctx: Context<State>): Client {
  return {
    address: ctx.state.clientAddress,
    userAgent: ctx.req.headers.get("user-agent") ?? "",
  };
}

/** Who calls, on a route that only lets those in who are signed in. */
export function callerOf(ctx: Context<State>) {
  const { principal } = ctx.state;
  if (principal === null) {
    throw new Error(`The route ${ctx.route} needs a caller; declare "session" or a permission`);
  }
  return principal;
}
