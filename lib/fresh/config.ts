import * as path from "node:path";
import { fileURLToPath } from "node:url";

/** What a user may pass to `new App()`. */
export interface FreshConfig {
  /** Path under which the whole app is served, for example `/admin`. Default `""`. */
  basePath?: string;
  /** Default `"production"`; a build cache overrides it. */
  mode?: "development" | "production";
  /** Take protocol and host of the URL from `X-Forwarded-Proto` and `X-Forwarded-Host`. */
  trustProxy?: boolean;
}

/** The configuration the app runs with. */
export interface ResolvedFreshConfig {
  /** Folder of the project. */
  root: string;
  basePath: string;
  mode: "development" | "production";
  trustProxy: boolean;
}

/** Fills in defaults. */
export function resolveConfig(config: FreshConfig = {}): ResolvedFreshConfig {
  return {
    root: ".",
    basePath: config.basePath ?? "",
    mode: config.mode ?? "production",
    trustProxy: config.trustProxy ?? false,
  };
}

/** Absolute path of a folder given as a path or `file:` URL, relative ones against `root`. */
export function parseDirPath(dir: string, root: string): string {
  const plain = dir.startsWith("file://") ? fileURLToPath(dir) : dir;
  return path.isAbsolute(plain) ? plain : path.join(root, plain);
}
