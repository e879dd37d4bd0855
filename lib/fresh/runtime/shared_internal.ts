import { ASSET_CACHE_BUST_KEY } from "../constants.ts";

/** Marker comments that server and browser agree on. */
export const ISLAND_MARKER = "frsh:island:";
export const ISLAND_END_MARKER = "/frsh:island";
export const SLOT_MARKER = "frsh:slot:";
export const SLOT_END_MARKER = "/frsh:slot";

/** Attribute that carries the key of an element inside a slot. */
export const DATA_FRESH_KEY = "data-frsh-key";
export const CLIENT_NAV_ATTR = "f-client-nav";
const DISABLE_LOCK_ATTR = "data-fresh-disable-lock";

/** Element id of the template that keeps a slot which the island did not render. */
export function slotTemplateId(id: number, name: string): string {
  return `frsh-${id}-${name}`;
}

/**
 * Adds the build id to a root-relative URL, so that the answer may be cached for ever.
 * Other URLs, and URLs that already carry one, come back as they are.
 */
export function assetWithBuildId(path: string, buildId: string): string {
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const [beforeHash, ...hash] = path.split("#");
  const [pathname, ...query] = beforeHash!.split("?");
  const search = new URLSearchParams(query.join("?"));
  if (search.has(ASSET_CACHE_BUST_KEY)) return path;
  const separator = query.length > 0 ? "&" : "?";
  const fragment = hash.length > 0 ? `#${hash.join("#")}` : "";
  const kept = query.length > 0 ? `${pathname}?${query.join("?")}` : pathname;
  return `${kept}${separator}${ASSET_CACHE_BUST_KEY}=${buildId}${fragment}`;
}

/** Applies {@link assetWithBuildId} to each candidate of a `srcset`. */
export function assetSrcSetWithBuildId(srcset: string, buildId: string): string {
  if (srcset.includes("(") || srcset.includes("data:")) return srcset;
  const candidates: string[] = [];
  for (const candidate of srcset.split(",")) {
    const [url, ...descriptor] = candidate.trim().split(/\s+/);
    if (!url) return srcset;
    candidates.push([assetWithBuildId(url, buildId), ...descriptor].join(" "));
  }
  return candidates.join(", ");
}

/** Props of `<img>` and `<source>` with cache-busted URLs; the same object when nothing changes. */
export function lockAssetProps(
  props: Record<string, unknown>,
  buildId: string,
): Record<string, unknown> {
  if (props[DISABLE_LOCK_ATTR]) return props;
  let locked = props;
  if (typeof props.src === "string") {
    locked = { ...locked, src: assetWithBuildId(props.src, buildId) };
  }
  for (const name of ["srcset", "srcSet"]) {
    const value = props[name];
    if (typeof value === "string") {
      locked = { ...locked, [name]: assetSrcSetWithBuildId(value, buildId) };
    }
  }
  return locked;
}

function withoutTrailingSlash(pathname: string): string {
  return pathname.length > 1 && pathname.endsWith("/") ? pathname.slice(0, -1) : pathname;
}

/**
 * Attributes that mark a link to the current page, or to a page above it. Links whose
 * `aria-current` the author wrote, and links to other origins, get none.
 */
export function activeLinkProps(
  props: Record<string, unknown>,
  current: URL | Location,
): Record<string, string> | null {
  const href = props.href;
  if (typeof href !== "string" || !href.startsWith("/") || href.startsWith("//")) return null;
  if (props["aria-current"] !== undefined) return null;

  const link = new URL(href, "http://localhost");
  const target = withoutTrailingSlash(link.pathname);
  const here = withoutTrailingSlash(current.pathname);
  if (target === here) {
    return link.search !== "" && link.search !== current.search
      ? { "data-ancestor": "true", "aria-current": "true" }
      : { "data-current": "true", "aria-current": "page" };
  }
  if (target === "/" || here.startsWith(`${target}/`)) {
    return { "data-ancestor": "true", "aria-current": "true" };
  }
  return null;
}

/** `f-client-nav` as the string that the DOM keeps, whether it was written as boolean or string. */
export function clientNavValue(value: unknown): "true" | "false" {
  return value === false || value === "false" ? "false" : "true";
}
