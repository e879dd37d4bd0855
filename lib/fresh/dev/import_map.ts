import * as path from "node:path";
import { fileURLToPath } from "node:url";

/** What the bundler needs of the project's `deno.json`. */
export interface ProjectConfig {
  /** Folder of `deno.json`; packages are found in its `node_modules`. */
  dir: string;
  imports: Record<string, string>;
  jsxImportSource: string;
}

/**
 * Reads the nearest `deno.json` at or above `root`.
 *
 * @throws {Error} when there is none or it lacks `jsxImportSource`.
 */
export async function readProjectConfig(root: string): Promise<ProjectConfig> {
  for (let dir = path.resolve(root);; dir = path.dirname(dir)) {
    const text = await readIfExists(path.join(dir, "deno.json"));
    if (text !== null) return parseProjectConfig(dir, text);
    if (path.dirname(dir) === dir) {
      throw new Error(`No deno.json in "${root}" or above it. The import map is read from there.`);
    }
  }
}

function parseProjectConfig(dir: string, text: string): ProjectConfig {
  const config = JSON.parse(text) as {
    imports?: Record<string, string>;
    compilerOptions?: { jsxImportSource?: string };
  };
  const jsxImportSource = config.compilerOptions?.jsxImportSource;
  if (jsxImportSource === undefined) {
    throw new Error(
      `Set "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "preact" } in ` +
        `${path.join(dir, "deno.json")}; islands are compiled by it.`,
    );
  }
  return { dir, imports: config.imports ?? {}, jsxImportSource };
}

async function readIfExists(file: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Where an import specifier leads: a file, or a package to look up in `node_modules`. */
export type ImportTarget = { file: string } | { bare: string };

/**
 * Applies the import map to a specifier that is not relative.
 *
 * @throws {Error} for schemes that a browser bundle cannot contain.
 */
export function resolveImport(specifier: string, config: ProjectConfig): ImportTarget {
  const mapped = applyImportMap(specifier, config.imports);
  if (mapped.startsWith("file://")) return { file: fileURLToPath(mapped) };
  if (/^\.{0,2}\//.test(mapped)) return { file: path.resolve(config.dir, mapped) };
  if (mapped.startsWith("npm:")) return { bare: withoutVersion(mapped.slice("npm:".length)) };
  if (/^(jsr|https?):/.test(mapped)) {
    throw new Error(`Cannot bundle "${mapped}". Islands import files and npm packages.`);
  }
  return { bare: mapped };
}

function applyImportMap(specifier: string, imports: Record<string, string>): string {
  const exact = imports[specifier];
  if (exact !== undefined) return exact;

  let longest = "";
  for (const key of Object.keys(imports)) {
    // Deno lets the entry of a package stand for its subpaths as well.
    const isPackage = imports[key]!.startsWith("npm:") && specifier.startsWith(`${key}/`);
    const isFolder = key.endsWith("/") && specifier.startsWith(key);
    if ((isPackage || isFolder) && key.length > longest.length) longest = key;
  }
  return longest === "" ? specifier : imports[longest]! + specifier.slice(longest.length);
}

/** `@scope/name@1.2.3/sub` without the version. */
function withoutVersion(specifier: string): string {
  return specifier.replace(/^\/?((?:@[^/]+\/)?[^/@]+)(?:@[^/]*)?/, "$1");
}
