import type { Middleware } from "fresh";
import type { Principal } from "../auth/permissions.ts";
import type { State } from "../define.ts";
import { StoreUnavailableError } from "../store/store.ts";
import { accessOf } from "./request_trace.ts";

/**
 * Finds out who calls. Without waiting when it was asked within the last second, as each wait costs
 * the path of every event.
 */
export const authenticate: Middleware<State> = (ctx) => {
  const { auth } = ctx.state.services;
  const { permission } = accessOf(ctx);
  // Events come from keys and signatures; a browser's cookie must not be able to send any.
  const found = permission === "webhook"
    ? auth.authenticateBearer(ctx.req)
    : auth.authenticate(ctx.req);
  if (!(found instanceof Promise)) {
    ctx.state.principal = found;
    return ctx.next();
  }
  const known = permission === "public" ? found.catch(nobodyWhileStoreIsAway) : found;
  return known.then((principal) => {
    ctx.state.principal = principal;
    return ctx.next();
  });
};

/** What is public, such as the health checks, must answer without the store, too. */
function nobodyWhileStoreIsAway(error: unknown): Principal | null {
  if (error instanceof StoreUnavailableError) return null;
  throw error;
}
