import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);
/** An import or re-export that stays when types are taken away. */
const IMPORT = /(?:^|\n)(?:import|export)\s+(?!type\b)(\{[^}]*\}|[^"'{};]*?)\s*from\s*"([^"]+)"/g;
/** What a page's script needs; the rest is the server's. */
const FOR_BROWSERS = /^(?:preact|@preact\/signals|chart\.js|fresh)(?:\/|$)/;

function isOfTypesOnly(names: string): boolean {
  if (!names.startsWith("{")) return false;
  return names.slice(1, -1).split(",").map((name) => name.trim()).filter((name) => name !== "")
    .every((name) => name.startsWith("type "));
}

/** Packages that a module loads, itself or by others, each with the way to it. */
async function packagesOf(
  file: URL,
  way: string[] = [],
  seen = new Map<string, string[]>(),
  packages = new Map<string, string[]>(),
): Promise<Map<string, string[]>> {
  if (seen.has(file.href)) return packages;
  const here = [...way, file.href.slice(ROOT.href.length)];
  seen.set(file.href, here);
  const text = await Deno.readTextFile(file);
  for (const [, names = "", path = ""] of text.matchAll(IMPORT)) {
    if (isOfTypesOnly(names)) continue;
    if (path.startsWith("@/")) await packagesOf(new URL(path.slice(2), ROOT), here, seen, packages);
    else if (path.startsWith(".")) await packagesOf(new URL(path, file), here, seen, packages);
    else if (!packages.has(path)) packages.set(path, here);
  }
  return packages;
}

Deno.test("islands load what browsers need, and neither schemas nor parts of the server", async () => {
  const all = new Set<string>();
  for await (const { name } of Deno.readDir(new URL("islands/", ROOT))) {
    const packages = await packagesOf(new URL(`islands/${name}`, ROOT));
    for (const found of packages.keys()) all.add(found);
    for (const [found, way] of packages) {
      assert.match(found, FOR_BROWSERS, `${way.join(" → ")} → ${found}`);
    }
  }
  assert.ok(all.has("preact/hooks") && all.has("@preact/signals"), "imports were not read");
});
