import assert from "node:assert/strict";
import { join } from "node:path";
import { ProdBuildCache } from "./prod_build_cache.ts";

Deno.test("ProdBuildCache.load() keeps serving files that a later build removes", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(root, "app.js"), "boot()");
    const cache = new ProdBuildCache(root, {
      clientEntry: "/app.js",
      islands: new Map(),
      staticFiles: new Map([
        ["/app.js", {
          filePath: "app.js",
          hash: "h",
          contentType: "text/javascript",
          immutable: true,
        }],
      ]),
      entryAssets: [],
      fsRoutes: [],
    });
    await cache.load();
    await Deno.remove(join(root, "app.js"));
    const file = await cache.readFile("/app.js");
    assert.ok(file?.readable instanceof Uint8Array);
    assert.equal(new TextDecoder().decode(file.readable), "boot()");
    assert.equal(file.size, 6);
    assert.equal(await cache.readFile("/other.js"), null);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
