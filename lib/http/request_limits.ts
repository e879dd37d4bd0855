import type { Middleware } from "fresh";
import type { State } from "../define.ts";
import { addressGroup } from "./client_address.ts";
import { ProblemError } from "./problem.ts";
import { rateLimitHeaders, type RatePolicy } from "./rate_limiter.ts";
import { accessOf } from "./request_trace.ts";
import { withHeaders } from "./security_headers.ts";

/** Anything but events: a page full of charts asks some thirty times, a script now and then. */
const API_POLICY: RatePolicy = { name: "api", limit: 1000, windowSeconds: 20 };

function ingestPolicy(perSecond: number): RatePolicy | null {
  return perSecond === 0 ? null : { name: "ingest", limit: perSecond, windowSeconds: 1 };
}

/**
 * Limits how often a caller may ask: who is signed in by himself, others by address. Health checks
 * are exempt, as a flood must not make an orchestrator think that the server is dead.
 */
export const limitRequests: Middleware<State> = async (ctx) => {
  const { services: { rateLimiter, config }, principal, clientAddress } = ctx.state;
  if (!rateLimiter.enabled || ctx.route?.startsWith("/healthz")) return await ctx.next();
  const policy = accessOf(ctx).permission === "webhook"
    ? ingestPolicy(config.eventRateLimit)
    : API_POLICY;
  if (policy === null) return await ctx.next();
  const decision = rateLimiter.take(policy, principal?.id ?? addressGroup(clientAddress));
  const headers = rateLimitHeaders(decision);
  if (!decision.allowed) {
    throw new ProblemError(
      429,
      `Too many requests; ask again in ${decision.retryAfterSeconds} s`,
      { headers },
    );
  }
  return withHeaders(await ctx.next(), headers);
};
