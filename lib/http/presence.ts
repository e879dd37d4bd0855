import type { Middleware } from "fresh";
import { isAllowed } from "../auth/permissions.ts";
import type { State } from "../define.ts";
import { wantsPage } from "./page_requests.ts";
import { accessOf } from "./request_trace.ts";

/** What fires and what is unread, for the frame of every page of a person who may know it. */
export const readPresence: Middleware<State> = async (ctx) => {
  const { state } = ctx;
  const { principal, services } = state;
  if (principal?.kind !== "user" || !isAllowed(principal, "alerts:read")) return await ctx.next();
  if (!wantsPage(ctx.req, ctx.url.pathname, accessOf(ctx))) return await ctx.next();
  try {
    const [firing, unread] = await Promise.all([
      services.alertBook.firing(),
      services.notices.countUnread(principal.userId),
    ]);
    state.presence = { firing, unread };
  } catch (error) {
    // The page may still have something to say; its script asks again.
    services.logger.warn("what fires cannot be read", { error });
  }
  return await ctx.next();
};
