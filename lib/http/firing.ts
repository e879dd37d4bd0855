import type { Middleware } from "fresh";
import { isAllowed } from "../auth/permissions.ts";
import type { State } from "../define.ts";
import { wantsPage } from "./page_requests.ts";
import { accessOf } from "./request_trace.ts";

/** What fires, for the frame of every page that a person who may know it opens. */
export const readFiring: Middleware<State> = async (ctx) => {
  const { state } = ctx;
  const isPage = state.principal?.kind === "user" &&
    wantsPage(ctx.req, ctx.url.pathname, accessOf(ctx));
  if (!isPage || !isAllowed(state.principal, "alerts:read")) return await ctx.next();
  try {
    state.firing = await state.services.alertBook.firing();
  } catch (error) {
    // The page may still have something to say; its script asks again.
    state.services.logger.warn("what fires cannot be read", { error });
  }
  return await ctx.next();
};
