import type { Command } from "./commands.ts";
import { mergePath, pathToPattern } from "./router.ts";
import { type FreshFsMod, toLayoutOrApp, toMiddlewares, toRoute } from "./route_module.ts";
import type { MaybeLazy, Route } from "./types.ts";

export type { FreshFsMod } from "./route_module.ts";

/** What a file in the routes folder is. */
export type FsRouteType = "route" | "middleware" | "layout" | "app" | "error" | "notFound";

/** A file of the routes folder with its module, loaded or to be loaded. */
export interface FsRouteFile<State> {
  /** Path inside the routes folder without extension: `/blog/[slug]`. */
  id: string;
  mod: MaybeLazy<FreshFsMod<State>>;
  type: FsRouteType;
  /** Place in the segment tree: groups kept, index files end in `/`; the folder of a special file. */
  pattern: string;
  /** URL pattern of a route. */
  routePattern: string;
  /** Path for messages; default the id. */
  filePath?: string;
}

const SPECIAL_FILES: Record<string, FsRouteType> = {
  _middleware: "middleware",
  _layout: "layout",
  _app: "app",
  _error: "error",
  _500: "error",
  _404: "notFound",
};

/**
 * Derives what a file is and where it belongs from its path inside the routes folder, for example
 * `blog/[slug].tsx`.
 *
 * @throws {SyntaxError} when the path is no valid pattern, see `pathToPattern`.
 */
export function describeRouteFile(
  relativePath: string,
): Pick<FsRouteFile<unknown>, "id" | "type" | "pattern" | "routePattern"> {
  const path = stripExtension(relativePath.replaceAll("\\", "/").replace(/^\.?\//, ""));
  const id = "/" + path;
  const slash = id.lastIndexOf("/");
  const name = id.slice(slash + 1);
  const type = Object.hasOwn(SPECIAL_FILES, name) ? SPECIAL_FILES[name]! : "route";
  if (type !== "route") {
    const routePattern = pathToPattern(`${id.slice(0, slash)}/index`);
    return { id, type, pattern: folderPattern(id), routePattern };
  }
  const pattern = pathToPattern(path, { keepGroups: true });
  return {
    id,
    type,
    pattern: name === "index" && pattern !== "/" ? pattern + "/" : pattern,
    routePattern: pathToPattern(path),
  };
}

/**
 * Turns the files of the routes folder into commands, in the order of `sortRoutePaths`, below the
 * path `mount`.
 *
 * @throws {Error} when a module exports nothing of what its file may export.
 */
export function fsItemsToCommands<State>(
  items: readonly FsRouteFile<State>[],
  mount = "*",
): Command<State>[] {
  return [...items]
    .sort((a, b) => sortRoutePaths(a.id, b.id))
    .map((item) => toCommand(item, mount));
}

function toCommand<State>(item: FsRouteFile<State>, mount: string): Command<State> {
  const { mod } = item;
  const filePath = item.filePath ?? item.id;
  const folder = mergePath(mount, folderPattern(item.id), false);
  switch (item.type) {
    case "middleware":
      return {
        type: "middleware",
        pattern: folder,
        middlewares: toMiddlewares(loaded(mod, filePath), filePath),
      };
    case "layout": {
      const { component, config } = toLayoutOrApp(loaded(mod, filePath), filePath, "Layout");
      return { type: "layout", pattern: folder, component, config: config ?? {} };
    }
    case "app":
      return { type: "app", ...toLayoutOrApp(loaded(mod, filePath), filePath, "App") };
    case "error":
      return { type: "error", pattern: folder, route: routeOf(mod, filePath) };
    case "notFound":
      return { type: "notFound", route: routeOf(mod, filePath) };
    case "route": {
      const route = routeOf(mod, filePath);
      const config = typeof route === "function" ? undefined : route.config;
      return {
        type: "route",
        pattern: mergePath(mount, config?.routeOverride ?? item.routePattern, false),
        segmentPattern: folder,
        route,
        config,
      };
    }
  }
}

/** Segment of a file's folder, by which layouts and middlewares apply to it. */
function folderPattern(id: string): string {
  return pathToPattern(id.slice(0, id.lastIndexOf("/")) + "/index", { keepGroups: true });
}

/** The module of a special file; these decide about other files and cannot wait. */
function loaded<State>(mod: FsRouteFile<State>["mod"], filePath: string): FreshFsMod<State> {
  if (typeof mod !== "function") return mod;
  throw new Error(`The special route file "${filePath}" must be imported, not loaded lazily.`);
}

function routeOf<State>(
  mod: FsRouteFile<State>["mod"],
  filePath: string,
): MaybeLazy<Route<State>> {
  if (typeof mod !== "function") return toRoute(mod, filePath);
  return async () => toRoute(await mod(), filePath);
}

function stripExtension(path: string): string {
  return path.replace(/\.[tj]sx?$/, "");
}

/**
 * Compares paths of route files for sorting: what must be registered first comes first. `_app`
 * leads; then segment by segment special files, `index`, plain names, groups, and patterns from
 * the narrower to the wider; a deeper path comes before its own prefix.
 */
export function sortRoutePaths(a: string, b: string): number {
  const left = stripExtension(a).split("/");
  const right = stripExtension(b).split("/");
  const appFirst = Number(right.at(-1) === "_app") - Number(left.at(-1) === "_app");
  if (appFirst !== 0) return appFirst;

  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const x = left[i]!;
    const y = right[i]!;
    if (x === y) continue;
    const byRank = segmentRank(x) - segmentRank(y);
    if (byRank !== 0) return byRank;
    return x < y ? -1 : 1;
  }
  return right.length - left.length;
}

function segmentRank(segment: string): number {
  if (segment === "_middleware") return 0;
  if (segment === "_error" || segment === "_500") return 2;
  if (segment.startsWith("_")) return 1;
  if (segment === "index") return 3;
  if (segment.startsWith("(")) return 5;
  if (segment.startsWith("[...")) return 9;
  if (segment.startsWith("[[")) return 8;
  if (/^\[[^\]]*\]$/.test(segment)) return 7;
  return segment.startsWith("[") ? 6 : 4;
}
