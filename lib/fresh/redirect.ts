import { PARTIAL_SEARCH_PARAM } from "./constants.ts";

/**
 * Value of the `Location` header. Repeated slashes in a path are collapsed, so that user input
 * such as `//evil.com` stays on this host; query and hash are left alone. With `partialUrl`, the
 * URL of a partial request, a target on the same origin keeps asking for a partial.
 */
export function redirectTo(target: string, partialUrl: URL | null): string {
  // Browsers ignore white space before the URL, which the header loses on its way anyhow.
  let location = target.trim();
  if (/^[/\\]./s.test(location)) {
    const end = location.search(/[?#]/);
    const path = end === -1 ? location : location.slice(0, end);
    // Browsers read a backslash as a slash and drop tabs and line breaks.
    const collapsed = path.replace(/[\t\r\n]/g, "").replace(/[/\\]{2,}|^\\/g, "/");
    location = collapsed + (end === -1 ? "" : location.slice(end));
  }
  if (partialUrl === null || !isSameOrigin(location, partialUrl)) return location;
  const hashAt = location.indexOf("#");
  const beforeHash = hashAt === -1 ? location : location.slice(0, hashAt);
  const hash = hashAt === -1 ? "" : location.slice(hashAt);
  const separator = beforeHash.includes("?") ? "&" : "?";
  return `${beforeHash}${separator}${PARTIAL_SEARCH_PARAM}=true${hash}`;
}

function isSameOrigin(location: string, base: URL): boolean {
  return URL.parse(location, base.href)?.origin === base.origin;
}
