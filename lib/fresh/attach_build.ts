import * as path from "node:path";
import { setBuildId } from "@fresh/build-id";
import { type App, setBuildCache } from "./app.ts";
import { type IslandChunk, type Manifest, manifestIslands, manifestRoutes } from "./manifest.ts";
import { type BuiltFile, ProdBuildCache } from "./prod_build_cache.ts";

/** Folder of the production build, below the project folder. */
export const BUILD_DIR = "_fresh";
/** File in the build folder that describes the build. */
export const SNAPSHOT_FILE = "snapshot.json";

/** A finished build as it is stored. */
export interface StoredSnapshot {
  /** Build id, part of the URLs of all chunks. */
  version: string;
  clientEntry: string;
  entryAssets: string[];
  /** Chunks by the path of the island's module, relative to the project folder. */
  islands: Record<string, IslandChunk>;
  staticFiles: Record<string, BuiltFile>;
}

/** There is no production build to start from. */
export class MissingBuildError extends Error {
  override name = "MissingBuildError";
}

/**
 * Attaches the production build in `root`/_fresh to the app, with routes and islands from the
 * manifest. Nothing is bundled here, and no build tool is loaded.
 *
 * @throws {MissingBuildError} when there is no build.
 * @throws {Error} when the build lacks an island of the manifest.
 */
export async function attachBuild<State>(
  app: App<State>,
  manifest: Manifest,
  root: string,
  outDir: string = path.join(root, BUILD_DIR),
): Promise<void> {
  const stored = await readSnapshot(path.join(outDir, SNAPSHOT_FILE));
  setBuildId(stored.version);
  const cache = new ProdBuildCache<State>(root, {
    clientEntry: stored.clientEntry,
    islands: manifestIslands(manifest, new Map(Object.entries(stored.islands))),
    staticFiles: new Map(Object.entries(stored.staticFiles)),
    entryAssets: stored.entryAssets,
    fsRoutes: manifestRoutes(manifest),
  });
  await cache.load();
  setBuildCache(app, cache, "production");
}

async function readSnapshot(file: string): Promise<StoredSnapshot> {
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new MissingBuildError(`There is no build at "${file}". Run \`deno task build\` first.`);
  }
  return JSON.parse(text) as StoredSnapshot;
}
