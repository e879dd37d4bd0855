const BASE = "http://local.invalid";
/** Pages that would send a person who has just signed in back to where he came from. */
const NO_RETURN = /^\/(login|register|logout)\/?(\?|#|$)/;

/**
 * A path on this server to go to after signing in, from a `next` parameter that anybody may have
 * written; `/` for everything that leads elsewhere or in a circle.
 */
export function localPath(next: string | null | undefined): string {
  const path = anyLocalPath(next);
  return NO_RETURN.test(path) ? "/" : path;
}

/**
 * As `localPath`, for links that come back to the page they are on, whichever that is; `/` for what
 * leads elsewhere (`//host`, `/\host`, control characters that browsers skip).
 */
export function anyLocalPath(next: string | null | undefined): string {
  if (next === null || next === undefined || !next.startsWith("/")) return "/";
  // deno-lint-ignore no-control-regex -- browsers drop some of them before they read the URL
  if (/[\\\u0000-\u001f\u007f]/.test(next) || next.length > 2048) return "/";
  let url: URL;
  try {
    url = new URL(next, BASE);
  } catch {
    return "/";
  }
  const path = url.pathname + url.search + url.hash;
  return url.origin !== BASE || path.startsWith("//") ? "/" : path;
}
