import type { BuildCache, Island } from "./build_cache.ts";
import { UniqueNamer } from "./utils.ts";

/** Fills an island registry from the modules of islands. */
export class IslandPreparer {
  #namer = new UniqueNamer();

  /**
   * Registers every function that the module exports. `chunk` is the URL path of the module's
   * browser chunk, `moduleName` the name of its default export.
   */
  prepare(
    registry: BuildCache["islandRegistry"],
    module: Record<string, unknown>,
    chunk: string,
    moduleName: string,
    css: string[],
  ): void {
    for (const [exportName, value] of Object.entries(module)) {
      if (typeof value !== "function") continue;
      const name = this.#namer.getUniqueName(exportName === "default" ? moduleName : exportName);
      const fn = value as Island["fn"];
      registry.set(fn, { name, exportName, fn, file: chunk, css });
    }
  }
}
