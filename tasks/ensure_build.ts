import { join } from "node:path";
import { BUILD_DIR } from "fresh/internal";
import { buildProduction } from "fresh/dev";
import { say } from "./progress.ts";

/** Folders whose files end up in the browser. */
const SOURCES = ["islands", "lib", "static", "deno.json", "fresh.gen.ts"];

/** Newest change below a path, epoch milliseconds. */
async function newestChange(path: string): Promise<number> {
  const info = await Deno.stat(path);
  let newest = info.mtime?.getTime() ?? 0;
  if (!info.isDirectory) return newest;
  for await (const entry of Deno.readDir(path)) {
    newest = Math.max(newest, await newestChange(join(path, entry.name)));
  }
  return newest;
}

/** Makes the production build when there is none, or when a source is newer than it. */
export async function ensureBuild(root: string): Promise<void> {
  const built = await Deno.stat(join(root, BUILD_DIR, "snapshot.json")).then(
    (info) => info.mtime?.getTime() ?? 0,
    () => 0,
  );
  if (built > 0) {
    const changes = await Promise.all(SOURCES.map((source) => newestChange(join(root, source))));
    if (Math.max(...changes) <= built) return;
  }
  say("Building the browser code …");
  await buildProduction(root);
}
