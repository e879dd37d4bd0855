import assert from "node:assert/strict";
import { BUILD_ID } from "@fresh/build-id";
import { type BuildCache, EmptyBuildCache, type StaticFile } from "../build_cache.ts";
import { resolveConfig } from "../config.ts";
import { type FakeServer, serveMiddleware } from "../test_utils.ts";
import { staticFiles } from "./static_files.ts";

class FileCache extends EmptyBuildCache implements BuildCache {
  open = 0;

  constructor(readonly files: Record<string, string>, readonly immutable = false) {
    super("production");
  }

  override readFile(pathname: string): Promise<StaticFile | null> {
    const text = this.files[pathname];
    if (text === undefined) return Promise.resolve(null);
    this.open++;
    const bytes = new TextEncoder().encode(text);
    return Promise.resolve({
      hash: "abc",
      size: bytes.byteLength,
      readable: bytes,
      contentType: "text/css; charset=UTF-8",
      immutable: this.immutable,
      close: () => void this.open--,
    });
  }
}

function serve(
  files: Record<string, string> | FileCache,
  config: Parameters<typeof resolveConfig>[0] = {},
): FakeServer {
  const buildCache = files instanceof FileCache ? files : new FileCache(files);
  return serveMiddleware(staticFiles(), {
    buildCache,
    config: resolveConfig(config),
    next: () => Promise.resolve(new Response("next")),
  });
}

const IMMUTABLE = "public, max-age=31536000, immutable";

Deno.test("staticFiles caches for a year what its URL or build says will not change", async () => {
  const cached = async (server: FakeServer, path: string) =>
    (await server.get(path)).headers.get("Cache-Control") === IMMUTABLE;
  const files = { "/a.css": "x", [`/_fresh/js/${BUILD_ID}/a.js`]: "x" };
  assert.equal(await cached(serve(files), "/a.css"), false);
  assert.equal(await cached(serve(files), `/a.css?__frsh_c=${BUILD_ID}`), true);
  assert.equal(await cached(serve(files), `/_fresh/js/${BUILD_ID}/a.js`), true);
  assert.equal(await cached(serve(new FileCache(files, true)), "/a.css"), true);
  const development = serve(files, { mode: "development" });
  assert.equal(await cached(development, `/a.css?__frsh_c=${BUILD_ID}`), false);
});

Deno.test("staticFiles answers 304 with the ETag and cache headers of the file", async () => {
  for (const tag of ["abc", 'W/"abc"', '"abc"', '"old", W/"abc"', "*"]) {
    const response = await serve({ "/a.css": "x" }).get("/a.css", {
      headers: { "If-None-Match": tag },
    });
    assert.equal(response.status, 304, tag);
    assert.equal(response.headers.get("Etag"), 'W/"abc"');
    assert.ok(response.headers.has("Cache-Control"));
  }
  const stale = await serve({ "/a.css": "x" }).get("/a.css", {
    headers: { "If-None-Match": '"abcd"' },
  });
  assert.equal(stale.status, 200);
});

Deno.test("staticFiles redirects a URL of another build to the plain one", async () => {
  const response = await serve({ "/a.css": "x" }).get("/a.css?v=1&__frsh_c=other");
  assert.equal(response.status, 307);
  assert.equal(response.headers.get("Location"), "/a.css?v=1");
});

Deno.test("staticFiles finds files below the base path only", async () => {
  const server = serve({ "/a.css": "x" }, { basePath: "/base" });
  assert.equal(await (await server.get("/base/a.css")).text(), "x");
  assert.equal(await (await server.get("/a.css")).text(), "next");
  assert.equal(await (await server.get("/baseless/a.css")).text(), "next");
});

Deno.test("staticFiles passes the root, unknown files and malformed paths on", async () => {
  const server = serve({ "/": "never" });
  for (const path of ["/", "/unknown.css", "/a%zz.css", "/..%2fsecret"]) {
    assert.equal(await (await server.get(path)).text(), "next", path);
  }
  assert.equal((await server.get("/favicon.ico")).status, 404);
});

Deno.test("staticFiles closes files it does not send", async () => {
  const cache = new FileCache({ "/a.css": "x" });
  const server = serve(cache);
  await server.head("/a.css");
  await server.post("/a.css");
  await server.get("/a.css?__frsh_c=other");
  await server.get("/a.css", { headers: { "If-None-Match": "abc" } });
  assert.equal(cache.open, 0);
  assert.equal((await server.post("/a.css")).headers.get("Allow"), "GET, HEAD");
});
