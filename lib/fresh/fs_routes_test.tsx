import assert from "node:assert/strict";
import { App, setBuildCache } from "./app.ts";
import {
  describeRouteFile,
  type FreshFsMod,
  fsItemsToCommands,
  type FsRouteFile,
  sortRoutePaths,
} from "./fs_routes.ts";
import { FakeServer, MockBuildCache } from "./test_utils.ts";
import type { MaybeLazy } from "./types.ts";

function routeFiles<State>(
  files: Record<string, MaybeLazy<FreshFsMod<State>>>,
): FsRouteFile<State>[] {
  return Object.entries(files).map(([path, mod]) => ({ ...describeRouteFile(path), mod }));
}

function serve<State>(
  files: Record<string, MaybeLazy<FreshFsMod<State>>>,
  options: { mount?: string; basePath?: string } = {},
): FakeServer {
  const app = new App<State>({ basePath: options.basePath }).fsRoutes(options.mount);
  setBuildCache(app, new MockBuildCache(routeFiles(files), "production"), "production");
  return new FakeServer(app.handler());
}

Deno.test("describeRouteFile derives type, segment and URL pattern from the path", () => {
  const describe = (path: string) => {
    const { type, pattern, routePattern } = describeRouteFile(path);
    return [type, pattern, routePattern];
  };
  assert.deepEqual(describe("index.tsx"), ["route", "/", "/"]);
  assert.deepEqual(describe("blog/index.ts"), ["route", "/blog/", "/blog"]);
  assert.deepEqual(describe("(g)/blog/[slug].tsx"), ["route", "/(g)/blog/:slug", "/blog/:slug"]);
  assert.deepEqual(describe("api/[id].json.ts"), ["route", "/api/:id.json", "/api/:id.json"]);
  assert.deepEqual(describe("(g)/a/_middleware.ts"), ["middleware", "/(g)/a", "/a"]);
  assert.deepEqual(describe("_layout.tsx"), ["layout", "/", "/"]);
  assert.deepEqual(describe("a/_500.tsx"), ["error", "/a", "/a"]);
  assert.deepEqual(describe("_404.tsx"), ["notFound", "/", "/"]);
  assert.equal(describeRouteFile("./blog/[slug].tsx").id, "/blog/[slug]");
});

Deno.test("fsRoutes: a nested _500 handles errors of its own folder", async () => {
  const fail = () => {
    throw new Error("x");
  };
  const server = serve({
    "_error.tsx": { default: () => <p>outer</p> },
    "a/_500.tsx": { default: () => <p>inner</p> },
    "a/fail.ts": { handler: fail },
    "fail.ts": { handler: fail },
  });
  assert.match(await (await server.get("/a/fail")).text(), /inner/);
  assert.match(await (await server.get("/fail")).text(), /outer/);
});

Deno.test("fsRoutes: _404 with a component answers 404", async () => {
  const server = serve({ "_404.tsx": { default: () => <p>none</p> } });
  const response = await server.get("/nothing");
  assert.equal(response.status, 404);
  assert.match(await response.text(), /<p>none<\/p>/);
});

Deno.test("fsRoutes mounted at a path scopes middlewares and layouts to it", async () => {
  for (const options of [{ mount: "/m" }, { basePath: "/m" }]) {
    const server = serve<{ text: string }>({
      "_middleware.ts": {
        handler: (ctx) => {
          ctx.state.text = (ctx.state.text ?? "") + "A";
          return ctx.next();
        },
      },
      "_layout.tsx": {
        default: ({ Component }) => (
          <main>
            <Component />
          </main>
        ),
      },
      "index.tsx": { default: ({ state }) => <p>{state.text}</p> },
      "a/index.tsx": { default: ({ state }) => <p>{state.text}</p> },
    }, options);
    for (const path of ["/m", "/m/a"]) {
      assert.match(await (await server.get(path)).text(), /<main><p>A<\/p><\/main>/, path);
    }
    assert.equal((await server.get("/a")).status, 404);
  }
});

Deno.test("fsRoutes: a layout applies to its folder, not to the file of the same name", async () => {
  const server = serve({
    "foo/_layout.tsx": {
      default: ({ Component }) => (
        <main>
          <Component />
        </main>
      ),
    },
    "foo/index.tsx": { default: () => <p>index</p> },
    "foo/bar.tsx": { default: () => <p>bar</p> },
    "foobar.tsx": { default: () => <p>foobar</p> },
  });
  assert.match(await (await server.get("/foo")).text(), /<main><p>index/);
  assert.match(await (await server.get("/foo/bar")).text(), /<main><p>bar/);
  assert.match(await (await server.get("/foobar")).text(), /<body><p>foobar/);
});

Deno.test("fsRoutes: eager and lazy modules answer wrong methods alike", async () => {
  const mod: FreshFsMod<unknown> = { handler: { POST: () => new Response("ok") } };
  const server = serve({ "eager.ts": mod, "lazy.ts": () => Promise.resolve(mod) });
  for (const path of ["/eager", "/lazy"]) {
    assert.equal((await server.post(path)).status, 200, path);
    assert.equal((await server.get(path)).status, 405, path);
    assert.equal((await server.get(path)).headers.get("Allow"), "POST", path);
    assert.equal((await server.options(path)).status, 204, path);
  }
});

Deno.test("fsRoutes: routeOverride replaces the pattern and keeps the folder's middlewares", async () => {
  const server = serve({
    "a/_middleware.ts": {
      handler: async (ctx) => {
        const response = await ctx.next();
        response.headers.set("X-A", "1");
        return response;
      },
    },
    "a/b.ts": {
      config: { routeOverride: "/other/:id" },
      handler: (ctx) => ctx.text(ctx.params.id!),
    },
  });
  const response = await server.get("/other/7");
  assert.equal(await response.text(), "7");
  assert.equal(response.headers.get("X-A"), "1");
  assert.equal((await server.get("/a/b")).status, 404);
});

Deno.test("fsItemsToCommands rejects modules that cannot be what their file says", () => {
  const reject = (path: string, mod: FreshFsMod<unknown>, message: RegExp) =>
    assert.throws(() => fsItemsToCommands(routeFiles({ [path]: mod })), message);
  reject("a.ts", {}, /"\/a" has no relevant exports/);
  reject("_layout.tsx", {}, /no relevant exports/);
  reject("_middleware.ts", {}, /no relevant exports/);
  reject("a.ts", { handler: ((_req: unknown, _ctx: unknown) => {}) as never }, /one parameter/);
  reject("a.ts", { handler: [] }, /array/);
  assert.throws(
    () => fsItemsToCommands(routeFiles({ "_middleware.ts": () => Promise.resolve({}) })),
    /must be imported/,
  );
});

Deno.test("sortRoutePaths puts narrower patterns before wider ones", () => {
  const sorted = [
    "/_app",
    "/_middleware",
    "/index",
    "/a",
    "/(g)/b",
    "/[id].json",
    "/[id]",
    "/[[id]]",
    "/[...rest]",
  ];
  assert.deepEqual([...sorted].reverse().sort(sortRoutePaths), sorted);
});
