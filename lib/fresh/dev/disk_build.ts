import * as path from "node:path";
import { SNAPSHOT_FILE, type StoredSnapshot } from "../attach_build.ts";
import type { IslandChunk } from "../manifest.ts";
import { contentTypeOf } from "../media_types.ts";
import type { BuiltFile } from "../prod_build_cache.ts";
import type { Bundle } from "./esbuild.ts";
import { crawlStaticFiles, hashOf, readStaticFile } from "./static_files.ts";

export interface DiskBuildOptions {
  root: string;
  outDir: string;
  buildId: string;
  staticDirs: readonly string[];
  bundle: Bundle;
  islands: Record<string, IslandChunk>;
}

/**
 * Writes a production build: all public files below `outDir`/static, and the snapshot last, so
 * that an interrupted build is not taken for a finished one.
 */
export async function writeDiskBuild(options: DiskBuildOptions): Promise<StoredSnapshot> {
  const { root, outDir, buildId, bundle } = options;
  const staticOut = path.join(outDir, "static");
  const snapshotFile = path.join(outDir, SNAPSHOT_FILE);
  await removeIfExists(snapshotFile);
  await removeIfExists(staticOut);

  const staticFiles: Record<string, BuiltFile> = {};
  async function add(
    pathname: string,
    content: Uint8Array<ArrayBuffer>,
    contentType: string,
    immutable: boolean,
  ): Promise<void> {
    const file = path.join(staticOut, decodeURIComponent(pathname));
    await Deno.mkdir(path.dirname(file), { recursive: true });
    await Deno.writeFile(file, content);
    staticFiles[pathname] = {
      filePath: path.relative(root, file).replaceAll("\\", "/"),
      hash: await hashOf(content),
      contentType,
      immutable,
    };
  }

  for (const [pathname, file] of await crawlStaticFiles(options.staticDirs, outDir)) {
    const { content, contentType } = await readStaticFile(file, buildId);
    await add(pathname, content, contentType, false);
  }
  for (const [pathname, content] of bundle.files) {
    await add(pathname, content, contentTypeOf(pathname), true);
  }

  const snapshot: StoredSnapshot = {
    version: buildId,
    clientEntry: bundle.clientEntry,
    entryAssets: [],
    islands: options.islands,
    staticFiles,
  };
  await Deno.writeTextFile(snapshotFile, JSON.stringify(snapshot, null, 2) + "\n");
  return snapshot;
}

async function removeIfExists(file: string): Promise<void> {
  try {
    await Deno.remove(file, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
