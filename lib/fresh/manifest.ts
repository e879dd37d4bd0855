import type { BuildCache } from "./build_cache.ts";
import { describeRouteFile, type FreshFsMod, type FsRouteFile } from "./fs_routes.ts";
import { IslandPreparer } from "./island_preparer.ts";

/** What `fresh.gen.ts` exports: the modules of all routes and islands by their relative path. */
export interface Manifest {
  // deno-lint-ignore no-explicit-any -- the state is the app's own
  routes: Record<string, FreshFsMod<any>>;
  islands: Record<string, Record<string, unknown>>;
  /** `import.meta.url` of the manifest, against which the paths are resolved. */
  baseUrl: string;
}

/** Browser code of an island module. */
export interface IslandChunk {
  /** Name of the module's default export; unique in the build. */
  name: string;
  /** URL path of the chunk, without `basePath`. */
  file: string;
  css: string[];
}

/**
 * The route files of a manifest, with their modules loaded.
 *
 * @throws {SyntaxError} when a file name is not a valid pattern.
 */
export function manifestRoutes<State>(manifest: Manifest): FsRouteFile<State>[] {
  return Object.entries(manifest.routes).map(([key, mod]) => ({
    ...describeRouteFile(key.replace(/^\.\/routes\//, "")),
    mod,
    filePath: key,
  }));
}

/**
 * Registry of a manifest's islands, with the chunks that a build made for them.
 *
 * @throws {Error} when an island has no chunk: the build is older than the manifest.
 */
export function manifestIslands(
  manifest: Manifest,
  chunks: ReadonlyMap<string, IslandChunk>,
): BuildCache["islandRegistry"] {
  const registry: BuildCache["islandRegistry"] = new Map();
  const preparer = new IslandPreparer();
  for (const [key, module] of Object.entries(manifest.islands)) {
    const chunk = chunks.get(key);
    if (chunk === undefined) {
      throw new Error(`The build has no code for the island "${key}". Run \`deno task build\`.`);
    }
    preparer.prepare(registry, module, chunk.file, chunk.name, chunk.css);
  }
  return registry;
}
