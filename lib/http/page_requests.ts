import type { RouteAccess } from "./route_permissions.ts";

/**
 * Whether whoever asks wants a page rather than JSON: browsers ask for HTML by name; others get
 * pages only from routes that have nothing else, and without a token. The API never answers pages.
 */
export function wantsPage(request: Request, pathname: string, access: RouteAccess): boolean {
  if (pathname.startsWith("/api/")) return false;
  const accept = request.headers.get("accept");
  if (accept !== null && accept.includes("text/html")) return true;
  if (request.headers.has("authorization")) return false;
  return access.isPage && (accept === null || accept.includes("*/*"));
}

/** Whether JSON is asked for by name and HTML is not. */
export function wantsJson(request: Request): boolean {
  const accept = request.headers.get("accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/html");
}
