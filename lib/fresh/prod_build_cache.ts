import * as path from "node:path";
import type { BuildCache, StaticFile } from "./build_cache.ts";
import type { FsRouteFile } from "./fs_routes.ts";

/** A static file of a finished build. */
export interface BuiltFile {
  /** Path of the stored file, relative to the project folder. */
  filePath: string;
  /** SHA-256 of the content in hex. */
  hash: string;
  contentType: string;
  /** The URL changes whenever the content does. */
  immutable: boolean;
}

/** What a finished build consists of, ready for an app. */
export interface BuildSnapshot<State> {
  clientEntry: string;
  islands: BuildCache["islandRegistry"];
  /** Files by URL path, each segment encoded. */
  staticFiles: ReadonlyMap<string, BuiltFile>;
  entryAssets: string[];
  fsRoutes: FsRouteFile<State>[];
}

/** Files up to this size are kept in memory. */
const MEMORY_FILE_BYTES = 1024 * 1024;

/** Serves a finished build: small files from memory once they are loaded, large ones from disk. */
export class ProdBuildCache<State = unknown> implements BuildCache<State> {
  readonly mode = "production";
  readonly clientEntry: string;
  readonly islandRegistry: BuildCache["islandRegistry"];
  readonly #snapshot: BuildSnapshot<State>;
  readonly #loaded = new Map<string, Uint8Array>();

  constructor(readonly root: string, snapshot: BuildSnapshot<State>) {
    this.#snapshot = snapshot;
    this.clientEntry = snapshot.clientEntry;
    this.islandRegistry = snapshot.islands;
  }

  /** Reads the small files, so that a server goes on unharmed when a later build replaces them on disk. */
  async load(): Promise<void> {
    await Promise.all(
      [...this.#snapshot.staticFiles].map(async ([pathname, { filePath }]) => {
        const file = path.join(this.root, filePath);
        if ((await Deno.stat(file)).size > MEMORY_FILE_BYTES) return;
        this.#loaded.set(pathname, await Deno.readFile(file));
      }),
    );
  }

  getEntryAssets(): string[] {
    return this.#snapshot.entryAssets;
  }

  getFsRoutes(): FsRouteFile<State>[] {
    return this.#snapshot.fsRoutes;
  }

  async readFile(pathname: string): Promise<StaticFile | null> {
    const built = this.#snapshot.staticFiles.get(pathname);
    if (built === undefined) return null;
    const { hash, contentType, immutable } = built;
    const loaded = this.#loaded.get(pathname);
    if (loaded !== undefined) {
      return { hash, size: loaded.length, contentType, immutable, readable: loaded, close() {} };
    }
    const file = await Deno.open(path.join(this.root, built.filePath));
    try {
      const { size } = await file.stat();
      return {
        hash,
        size,
        contentType,
        immutable,
        readable: file.readable,
        close: () => file.close(),
      };
    } catch (error) {
      file.close();
      throw error;
    }
  }
}
