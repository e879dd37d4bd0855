import { compilePattern, type PathMatcher } from "./path_matcher.ts";

/** Methods a route may answer. */
export type Method = "HEAD" | "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "OPTIONS";

/** Every method, in the order in which `all()` and function handlers register them. */
export const METHODS: readonly Method[] = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
];

/** Matches paths that are patterns rather than plain paths. */
export const IS_PATTERN = /[*:{}+?()]/;

/** Outcome of a look-up. */
export interface RouteResult<T> {
  /** Decoded path parameters, without prototype. */
  params: Record<string, string>;
  /** What was registered, or `null` when nothing answers this URL and method. */
  item: T | null;
  /** Whether the pattern that matched the URL answers the method, too. */
  methodMatch: boolean;
  /** The pattern that matched the URL, or `null`. */
  pattern: string | null;
}

/** Finds what answers a method and URL. */
export interface Router<T> {
  add(method: Method, pathname: string, item: T): void;
  match(method: string, url: URL): RouteResult<T>;
  /** Methods registered for a pattern. */
  getAllowedMethods(pattern: string): Method[];
}

interface Entry<T> {
  pattern: string;
  byMethod: Map<string, T>;
}

interface DynamicEntry<T> extends Entry<T> {
  matchPath: PathMatcher;
}

/**
 * Router with the semantics of `URLPattern`: plain paths by exact look-up (the other
 * trailing-slash form as second try), then patterns in order of registration. The first pattern
 * that matches the path ends the search, even when it lacks the method.
 */
export class UrlPatternRouter<T> implements Router<T> {
  #static = new Map<string, Entry<T>>();
  #dynamic: DynamicEntry<T>[] = [];
  #dynamicByPattern = new Map<string, DynamicEntry<T>>();

  /** Registers `item`; a second one for the same pattern and method is ignored. */
  add(method: Method, pathname: string, item: T): void {
    const { byMethod } = IS_PATTERN.test(pathname)
      ? this.#dynamicEntry(pathname)
      : this.#staticEntry(pathname);
    if (!byMethod.has(method)) byMethod.set(method, item);
  }

  match(method: string, url: URL): RouteResult<T> {
    const pathname = url.pathname;
    const entry = this.#static.get(pathname) ?? this.#static.get(otherSlashForm(pathname));
    if (entry !== undefined) return toResult(method, entry, Object.create(null));
    for (const entry of this.#dynamic) {
      const params = entry.matchPath(pathname);
      if (params !== null) return toResult(method, entry, params);
    }
    return { params: Object.create(null), item: null, methodMatch: false, pattern: null };
  }

  getAllowedMethods(pattern: string): Method[] {
    const entry = this.#static.get(pattern) ?? this.#dynamicByPattern.get(pattern);
    return entry === undefined ? [] : [...entry.byMethod.keys()] as Method[];
  }

  #staticEntry(pathname: string): Entry<T> {
    let entry = this.#static.get(pathname);
    if (entry === undefined) {
      entry = { pattern: pathname, byMethod: new Map() };
      this.#static.set(pathname, entry);
    }
    return entry;
  }

  #dynamicEntry(pattern: string): Entry<T> {
    let entry = this.#dynamicByPattern.get(pattern);
    if (entry === undefined) {
      entry = { pattern, byMethod: new Map(), matchPath: compilePattern(pattern) };
      this.#dynamicByPattern.set(pattern, entry);
      this.#dynamic.push(entry);
    }
    return entry;
  }
}

function toResult<T>(
  method: string,
  entry: Entry<T>,
  params: Record<string, string>,
): RouteResult<T> {
  let item = entry.byMethod.get(method);
  if (item === undefined && method === "HEAD") item = entry.byMethod.get("GET");
  return {
    params,
    item: item ?? null,
    methodMatch: item !== undefined,
    pattern: entry.pattern,
  };
}

/** `/a` for `/a/` and the reverse; `/` has no other form. */
function otherSlashForm(pathname: string): string {
  if (pathname === "/") return pathname;
  return pathname.endsWith("/") ? pathname.slice(0, -1) : pathname + "/";
}

/**
 * Joins two route paths. The wildcard at the end of `base` is dropped; the path `*` means
 * everything below `base`, or `base` itself when an app is mounted there.
 */
export function mergePath(base: string, path: string, isMounting: boolean): string {
  const parent = base.replace(/\*$/, "").replace(/\/+$/, "");
  if (path === "*") return isMounting ? parent : parent + "/*";
  if (path === "/" && parent !== "") return parent;
  if (path !== "" && !path.startsWith("/") && !path.startsWith("{")) path = "/" + path;
  return parent + path;
}

/**
 * Names of the segment tree's nodes from the root to a path. Without `includeLast` the last part
 * is left out, unless the path ends in `/`. Optional groups are ignored, and a trailing `/*` names
 * the node it hangs from, so that what is attached to `/admin/*` applies to all of `/admin`.
 */
export function patternToSegments(path: string, root: string, includeLast = false): string[] {
  const plain = path.replace(/\{[^}]*\}\??/g, "").replace(/(^|\/)\*$/, "/");
  const parts = plain.split("/").slice(plain.startsWith("/") ? 1 : 0);
  const last = parts.pop() ?? "";
  if (includeLast && last !== "") parts.push(last);
  return [root, ...parts.filter((part) => part !== "")];
}

/**
 * URL pattern of a file path inside the routes folder, given without its extension:
 * `blog/[slug]` gives `/blog/:slug`.
 *
 * @throws {SyntaxError} for neighbouring parameters, unbalanced brackets and an optional
 * parameter that is not a whole segment.
 */
export function pathToPattern(path: string, options?: { keepGroups?: boolean }): string {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.at(-1) === "index") parts.pop();
  let pattern = "";
  for (const part of parts) {
    const isGroup = part.startsWith("(") && part.endsWith(")");
    if (isGroup && !options?.keepGroups) continue;
    const optional = part.match(/^\[\[([^[\]]+)\]\]$/);
    if (optional === null) {
      pattern += "/" + (isGroup ? part : partToPattern(part, path));
    } else {
      pattern += `{/:${optional[1]}}?`;
    }
  }
  // An optional parameter directly below the root must not take the leading slash with it.
  if (/^(\{\/:[^}]+\}\?)+$/.test(pattern)) return "/" + pattern.replace("{/", "{");
  return pattern === "" ? "/" : pattern;
}

function partToPattern(part: string, path: string): string {
  let pattern = "";
  let rest = part;
  let afterParam = false;
  while (rest !== "") {
    const literal = rest.match(/^[^[\]]+/)?.[0];
    if (literal !== undefined) {
      pattern += literal;
      rest = rest.slice(literal.length);
      afterParam = false;
      continue;
    }
    const param = rest.match(/^\[(\.\.\.)?([^[\]]+)\]/);
    if (param === null) {
      throw new SyntaxError(
        `Route file "${path}": the brackets in "${part}" are not balanced, or an optional ` +
          `parameter [[name]] is not a whole segment. Write [name], [...name] or [[name]].`,
      );
    }
    if (afterParam) {
      throw new SyntaxError(
        `Route file "${path}": two parameters in "${part}" have nothing between them. ` +
          `Separate them, for example [a]-[b].`,
      );
    }
    pattern += `:${param[2]}${param[1] === undefined ? "" : "*"}`;
    rest = rest.slice(param[0].length);
    afterParam = true;
  }
  return pattern;
}
