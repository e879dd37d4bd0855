import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { BUILD_ID } from "@fresh/build-id";
import { type App, setBuildCache } from "../app.ts";
import { BUILD_DIR } from "../attach_build.ts";
import { parseDirPath } from "../config.ts";
import type { FreshFsMod } from "../fs_routes.ts";
import { listen, type ListenOptions } from "../listen.ts";
import { type IslandChunk, type Manifest, manifestIslands, manifestRoutes } from "../manifest.ts";
import { pathToExportName, UniqueNamer } from "../utils.ts";
import { devHandler } from "./dev_handler.ts";
import { writeDiskBuild } from "./disk_build.ts";
import { type Bundle, bundleJs } from "./esbuild.ts";
import { crawlModules, TEST_FILE_PATTERN } from "./fs_crawl.ts";
import { MemoryBuildCache } from "./memory_build_cache.ts";

/** Folders are paths or `file:` URLs, relative ones to `root`. */
export interface BuildOptions {
  /** Project folder; default the working directory. */
  root?: string;
  /** Where a production build goes; default `_fresh`. */
  outDir?: string;
  /** Folders of static files; of files with the same name the first folder's counts. */
  staticDir?: string | string[];
  islandDir?: string;
  routeDir?: string;
  /** Files that are not modules of the app; default test files. */
  ignore?: RegExp[];
  /** Browsers to compile for, in the notation of esbuild. */
  target?: string | string[];
  /** Write source maps in production as well. */
  sourceMap?: boolean;
  /** Modules of routes and islands; without it they are found in their folders. */
  manifest?: Manifest;
}

export interface ResolvedBuildConfig
  extends Required<Omit<BuildOptions, "manifest" | "staticDir">> {
  staticDir: string[];
  buildId: string;
}

/** Attaches a build to an app. */
export type AttachBuild = <State>(app: App<State>) => void;

interface IslandSource {
  /** Path relative to the project, as the manifest has it; or the specifier of a package. */
  key: string;
  /** Absolute path or package specifier. */
  entry: string;
  chunkName: string;
}

/** Builds the browser code and static files of a project. */
export class Builder {
  readonly config: ResolvedBuildConfig;
  readonly #manifest: Manifest | undefined;
  readonly #registered = new Set<string>();

  constructor(options: BuildOptions = {}) {
    const root = parseDirPath(options.root ?? ".", Deno.cwd());
    const staticDirs = [options.staticDir ?? "static"].flat();
    this.#manifest = options.manifest;
    this.config = {
      root,
      outDir: parseDirPath(options.outDir ?? BUILD_DIR, root),
      staticDir: staticDirs.map((dir) => parseDirPath(dir, root)),
      islandDir: parseDirPath(options.islandDir ?? "islands", root),
      routeDir: parseDirPath(options.routeDir ?? "routes", root),
      ignore: options.ignore ?? [TEST_FILE_PATTERN],
      target: options.target ?? ["chrome99", "firefox99", "safari15"],
      sourceMap: options.sourceMap ?? false,
      buildId: BUILD_ID,
    };
  }

  /** Adds an island from outside the islands folder: a path, `file:` URL or package. */
  registerIsland(specifier: string): void {
    const isFile = /^(\.{0,2}\/|file:)/.test(specifier);
    this.#registered.add(isFile ? parseDirPath(specifier, this.config.root) : specifier);
  }

  /**
   * Builds to disk for `attachBuild`, or to memory for development and tests; the latter answers
   * with what attaches the build to an app.
   *
   * @throws {Error} when a module cannot be bundled or a route file is invalid.
   */
  build(options?: { mode?: "production"; snapshot?: "disk" }): Promise<void>;
  build(options: BuildToMemory): Promise<AttachBuild>;
  async build(
    options: { mode?: "production"; snapshot?: "disk" } | BuildToMemory = {},
  ): Promise<void | AttachBuild> {
    const { mode = "production" } = options;
    const { root, outDir, staticDir, buildId } = this.config;
    const modules = await this.#crawl();
    const islands = this.#islandSources(modules.islands);
    const bundle = await bundleJs({
      ...this.config,
      mode,
      islands: new Map(islands.map(({ chunkName, entry }) => [chunkName, entry])),
      sourceMap: this.config.sourceMap || mode === "development",
    });
    const chunks = chunksByKey(islands, bundle);
    if (options.snapshot !== "memory") {
      await writeDiskBuild({
        root,
        outDir,
        buildId,
        bundle,
        staticDirs: staticDir,
        islands: Object.fromEntries(chunks),
      });
      return;
    }
    const manifest = this.#manifest ?? await this.#importModules(modules.routes, islands);
    const islandRegistry = manifestIslands(manifest, chunks);
    return <State>(app: App<State>) => {
      const cache = new MemoryBuildCache<State>({
        root,
        mode,
        buildId,
        bundle,
        islandRegistry,
        staticDirs: staticDir,
        fsRoutes: manifestRoutes(manifest),
      });
      setBuildCache(app, cache, mode);
    };
  }

  /** Serves the app in development: unminified code, live reload, errors shown in the browser. */
  async listen<State>(
    importApp: () => Promise<App<State>>,
    options: ListenOptions = {},
  ): Promise<void> {
    const [attach, app] = await Promise.all([
      this.build({ mode: "development", snapshot: "memory" }),
      importApp(),
    ]);
    attach(app);
    listen(devHandler(app.handler()), app.config.basePath, options);
  }

  async #crawl(): Promise<{ islands: string[]; routes: string[] }> {
    if (this.#manifest === undefined) return await crawlModules(this.config);
    const toFiles = (keys: Record<string, unknown>) =>
      Object.keys(keys).map((key) => path.join(this.config.root, key));
    return { islands: toFiles(this.#manifest.islands), routes: [] };
  }

  #islandSources(crawled: readonly string[]): IslandSource[] {
    const namer = new UniqueNamer();
    return [...new Set([...crawled, ...this.#registered])].map((entry) => ({
      entry,
      key: this.#key(entry),
      chunkName: namer.getUniqueName(pathToExportName(entry)),
    }));
  }

  #key(entry: string): string {
    if (!path.isAbsolute(entry)) return entry;
    return `./${path.relative(this.config.root, entry).replaceAll("\\", "/")}`;
  }

  async #importModules(
    routes: readonly string[],
    islands: readonly IslandSource[],
  ): Promise<Manifest> {
    const { root, routeDir } = this.config;
    const manifest: Manifest = { routes: {}, islands: {}, baseUrl: pathToFileURL(root).href };
    for (const file of routes) {
      const key = `./routes/${path.relative(routeDir, file).replaceAll("\\", "/")}`;
      manifest.routes[key] = await importModule(file) as FreshFsMod<unknown>;
    }
    for (const { key, entry } of islands) manifest.islands[key] = await importModule(entry);
    return manifest;
  }
}

/** Options of a build that stays in this process. */
export interface BuildToMemory {
  mode?: "development" | "production";
  snapshot: "memory";
}

async function importModule(entry: string): Promise<Record<string, unknown>> {
  return await import(path.isAbsolute(entry) ? pathToFileURL(entry).href : entry);
}

function chunksByKey(
  islands: readonly IslandSource[],
  bundle: Bundle,
): Map<string, IslandChunk> {
  return new Map(islands.map(({ key, chunkName }) => [
    key,
    { name: chunkName, file: bundle.chunks.get(chunkName)!, css: [] },
  ]));
}
