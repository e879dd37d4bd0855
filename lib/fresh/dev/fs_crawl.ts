import { readdir } from "node:fs/promises";
import * as path from "node:path";

/** Files in `routes/` and `islands/` that are tests, not modules of the app. */
export const TEST_FILE_PATTERN = /[._]test\.(?:[tj]sx?|[mc][tj]s)$/;

const MODULE_PATTERN = /\.[tj]sx?$/;

/** Modules found in the app's folders, as absolute paths in plain string order. */
export interface CrawledModules {
  islands: string[];
  routes: string[];
}

/** Files below `dir` that no pattern of `ignore` matches, as absolute paths; none without `dir`. */
export async function listFiles(dir: string, ignore: readonly RegExp[] = []): Promise<string[]> {
  let entries;
  try {
    entries = await readdir(dir, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !ignore.some((pattern) => pattern.test(file)))
    .sort();
}

/**
 * Finds the modules in the routes and islands folders. In `routes/`, files in folders named
 * `(_islands)` are islands, and those in other folders named `(_…)` are neither.
 *
 * @throws {Error} when two route files differ in their extension only.
 */
export async function crawlModules(
  options: { routeDir: string; islandDir: string; ignore?: readonly RegExp[] },
): Promise<CrawledModules> {
  const { routeDir, islandDir, ignore = [TEST_FILE_PATTERN] } = options;
  const isModule = (file: string) => MODULE_PATTERN.test(file);
  const islands = (await listFiles(islandDir, ignore)).filter(isModule);
  const routes: string[] = [];
  const stems = new Map<string, string>();

  for (const file of (await listFiles(routeDir, ignore)).filter(isModule)) {
    const folders = path.relative(routeDir, file).split(path.sep).slice(0, -1);
    if (folders.includes("(_islands)")) {
      islands.push(file);
      continue;
    }
    if (folders.some((folder) => folder.startsWith("(_"))) continue;

    const stem = file.replace(MODULE_PATTERN, "");
    const twin = stems.get(stem);
    if (twin !== undefined) {
      throw new Error(`Route conflict detected: "${twin}" and "${file}" have the same route.`);
    }
    stems.set(stem, file);
    routes.push(file);
  }
  return { islands, routes };
}
