import type { AnyComponent } from "preact";
import type { FsRouteFile } from "./fs_routes.ts";
import type { ResolvedFreshConfig } from "./config.ts";

/** An island component and where the browser finds it. */
export interface Island {
  /** Name the boot script binds it to; unique in the build. */
  name: string;
  /** Export of the island's module that is the component. */
  exportName: string;
  /** Component function; the key by which the renderer recognises an island. */
  // deno-lint-ignore no-explicit-any
  fn: AnyComponent<any, any>;
  /** URL path of the browser chunk, without `basePath`. */
  file: string;
  /** Stylesheet URL paths that the island needs. */
  css: string[];
}

/** A file that `staticFiles()` may answer with. */
export interface StaticFile {
  readonly hash: string | null;
  readonly size: number;
  readonly readable: ReadableStream<Uint8Array> | Uint8Array;
  readonly contentType: string;
  readonly immutable: boolean;
  close(): void;
}

/**
 * What a build hands to the running app: islands, assets and file routes.
 * `EmptyBuildCache` serves apps without a build; `dev/` and `internals.ts` have the real ones.
 */
export interface BuildCache<State = unknown> {
  root: string;
  mode: ResolvedFreshConfig["mode"];
  /** URL path of the browser runtime, without `basePath`. */
  clientEntry: string;
  /** Islands by component function. */
  // deno-lint-ignore no-explicit-any
  islandRegistry: Map<AnyComponent<any, any> | ((props: any) => unknown), Island>;
  /** Stylesheets every page links. */
  getEntryAssets(): string[];
  getFsRoutes(): FsRouteFile<State>[];
  /** `pathname` is URL-encoded by segment and starts with `/`. */
  readFile(pathname: string): Promise<StaticFile | null>;
}

/** The build of an app that has none: no islands, no static files, no file routes. */
export class EmptyBuildCache<State = unknown> implements BuildCache<State> {
  root = ".";
  clientEntry = "";
  islandRegistry: BuildCache<State>["islandRegistry"] = new Map();

  constructor(public mode: ResolvedFreshConfig["mode"]) {}

  getEntryAssets(): string[] {
    return [];
  }

  getFsRoutes(): FsRouteFile<State>[] {
    return [];
  }

  readFile(_pathname: string): Promise<StaticFile | null> {
    return Promise.resolve(null);
  }
}
