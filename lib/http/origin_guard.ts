import type { Middleware } from "fresh";
import type { State } from "../define.ts";
import { judgeOrigin } from "./origin.ts";
import { ProblemError } from "./problem.ts";
import { accessOf } from "./request_trace.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

function refusal(): ProblemError {
  return new ProblemError(
    403,
    "The request did not come from a page of this site; set PUBLIC_URL or ALLOWED_ORIGINS when " +
      "the site has another address",
  );
}

/**
 * Whether a page of another site may have made the browser send this, with this person's cookie or
 * so as to sign him in as somebody else (ASVS 5.0, 3.5.1; Fetch Metadata). Without both headers it
 * was no current browser, and what counts is whether a cookie came along.
 */
function mayBeForged(request: Request, state: State): boolean {
  const { config, auth } = state.services;
  const site = request.headers.get("sec-fetch-site");
  if (site === "same-origin" || site === "none") return false;
  const verdict = judgeOrigin(request, config);
  if (verdict === "allowed") return false;
  if (verdict === "foreign" || site !== null) return true;
  return auth.cookie.read(request) !== null;
}

/**
 * Refuses what another site's page may have sent: changes, and the opening of sockets, which the
 * same-origin policy does not cover. Callers with an `Authorization` header are exempt, as no page
 * of another site can set it.
 */
export const refuseForeignPages: Middleware<State> = (ctx) => {
  const { req, state } = ctx;
  if (accessOf(ctx).permission === "webhook") return ctx.next();
  const isChange = !SAFE_METHODS.has(req.method);
  const isUpgrade = !isChange && req.headers.has("upgrade");
  if (!isChange && !isUpgrade) return ctx.next();
  if (req.headers.has("authorization")) return ctx.next();
  // Fetch Metadata of a socket tells nothing of the page that opens it everywhere; `Origin` does.
  const isForged = isUpgrade
    ? judgeOrigin(req, state.services.config) === "foreign" || isCookieWithoutOrigin(req, state)
    : mayBeForged(req, state);
  if (isForged) throw refusal();
  return ctx.next();
};

function isCookieWithoutOrigin(request: Request, state: State): boolean {
  return !request.headers.has("origin") && state.services.auth.cookie.read(request) !== null;
}
