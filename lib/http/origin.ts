import type { Config } from "../config.ts";

type OriginConfig = Pick<Config, "publicUrl" | "allowedOrigins">;

/** What the `Origin` header says about who made a browser send the request. */
export type OriginVerdict = "allowed" | "foreign" | "missing";

function originOf(url: string): string | null {
  try {
    return new URL(url).origin;
  } catch {
    return null;
  }
}

/** Same host and port as the request; https there and http here is TLS that ended in front of us. */
function isOwnOrigin(origin: string, request: Request): boolean {
  let page: URL;
  try {
    page = new URL(origin);
  } catch {
    return false;
  }
  const own = new URL(request.url);
  if (page.host !== own.host) return false;
  return page.protocol === own.protocol ||
    (page.protocol === "https:" && own.protocol === "http:");
}

/**
 * Judges a request's `Origin` (RFC 6454, section 7): allowed are the request's own origin, that of
 * `PUBLIC_URL`, and `ALLOWED_ORIGINS`. Origins are compared whole, never by parts of their text.
 */
export function judgeOrigin(request: Request, config: OriginConfig): OriginVerdict {
  const origin = request.headers.get("origin");
  if (origin === null) return "missing";
  if (origin === "null" || originOf(origin) !== origin) return "foreign";
  if (isOwnOrigin(origin, request)) return "allowed";
  if (config.publicUrl !== undefined && originOf(config.publicUrl) === origin) return "allowed";
  return config.allowedOrigins.some((allowed) => originOf(allowed) === origin)
    ? "allowed"
    : "foreign";
}
