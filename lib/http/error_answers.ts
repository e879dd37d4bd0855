import { HttpError, type Middleware } from "fresh";
import type { State } from "../define.ts";
import { toProblem } from "./known_errors.ts";
import { wantsPage } from "./page_requests.ts";
import { accessOf } from "./request_trace.ts";

/**
 * Makes problem answers of what is thrown below it. Browsers get the error page instead, which the
 * framework renders for an `HttpError`.
 */
export const answerErrors: Middleware<State> = async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    const { problem, isUnexpected } = toProblem(error);
    const { services, requestId } = ctx.state;
    if (isUnexpected) {
      services.logger.error("Request failed", {
        requestId,
        method: ctx.req.method,
        route: ctx.route,
        error,
      });
    }
    if (!wantsPage(ctx.req, ctx.url.pathname, accessOf(ctx))) return problem.toResponse();
    // The framework knows its own errors again, such as which methods a 405 allows.
    throw error instanceof HttpError ? error : problem;
  }
};
