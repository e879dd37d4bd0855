import type { BuildCache, StaticFile } from "../build_cache.ts";
import type { FsRouteFile } from "../fs_routes.ts";
import { contentTypeOf } from "../media_types.ts";
import type { Bundle } from "./esbuild.ts";
import { findStaticFile, hashOf, readStaticFile } from "./static_files.ts";

export interface MemoryBuildOptions<State> {
  root: string;
  mode: "development" | "production";
  buildId: string;
  staticDirs: readonly string[];
  bundle: Bundle;
  islandRegistry: BuildCache["islandRegistry"];
  fsRoutes: FsRouteFile<State>[];
}

/** A build that exists in this process only; static files are read from their folder on request. */
export class MemoryBuildCache<State = unknown> implements BuildCache<State> {
  root: string;
  mode: "development" | "production";
  clientEntry: string;
  islandRegistry: BuildCache["islandRegistry"];
  #options: MemoryBuildOptions<State>;

  constructor(options: MemoryBuildOptions<State>) {
    this.root = options.root;
    this.mode = options.mode;
    this.clientEntry = options.bundle.clientEntry;
    this.islandRegistry = options.islandRegistry;
    this.#options = options;
  }

  getEntryAssets(): string[] {
    return [];
  }

  getFsRoutes(): FsRouteFile<State>[] {
    return this.#options.fsRoutes;
  }

  async readFile(pathname: string): Promise<StaticFile | null> {
    const { bundle, staticDirs, buildId } = this.#options;
    const chunk = bundle.files.get(pathname);
    if (chunk !== undefined) return await staticFile(chunk, contentTypeOf(pathname), true);

    const file = await findStaticFile(staticDirs, pathname);
    if (file === null) return null;
    const { content, contentType } = await readStaticFile(file, buildId);
    return await staticFile(content, contentType, false);
  }
}

async function staticFile(
  content: Uint8Array<ArrayBuffer>,
  contentType: string,
  immutable: boolean,
): Promise<StaticFile> {
  return {
    hash: await hashOf(content),
    size: content.byteLength,
    readable: content,
    contentType,
    immutable,
    close: () => {},
  };
}
