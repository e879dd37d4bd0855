import { HttpError } from "./error.ts";
import type { Method } from "./router.ts";

const allowOf = new WeakMap<HttpError, string>();

/**
 * Answers a method that the route lacks: `OPTIONS` gets the allowed ones.
 *
 * @throws {HttpError} 405 for every other method.
 */
export function methodNotAllowed(method: string, allowed: readonly Method[]): Response {
  const allow = allowed.join(", ");
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: { Allow: allow } });
  const error = new HttpError(405);
  allowOf.set(error, allow);
  throw error;
}

/**
 * Adds the `Allow` header that RFC 9110 demands of a 405 response, whichever error page or
 * default made it.
 */
export function withAllowHeader(response: Response, error: unknown): Response {
  const allow = error instanceof HttpError ? allowOf.get(error) : undefined;
  if (allow === undefined || response.status !== 405 || response.headers.has("Allow")) {
    return response;
  }
  const headers = new Headers(response.headers);
  headers.set("Allow", allow);
  return new Response(response.body, { status: 405, statusText: response.statusText, headers });
}
