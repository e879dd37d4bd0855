import assert from "node:assert/strict";
import * as path from "node:path";
import { App } from "../app.ts";
import { attachBuild, MissingBuildError, type StoredSnapshot } from "../attach_build.ts";
import type { Manifest } from "../manifest.ts";
import { staticFiles } from "../middlewares/static_files.ts";
import * as AppFile from "../testdata/routes/_app.tsx";
import * as IndexFile from "../testdata/routes/index.tsx";
import * as PlainFile from "../testdata/routes/plain.tsx";
import * as CounterFile from "../testdata/islands/Counter.tsx";
import * as TitleFile from "../testdata/islands/Title.tsx";
import * as ToggleFile from "../testdata/islands/Toggle.tsx";
import { Builder } from "./builder.ts";

const root = path.join(import.meta.dirname!, "../testdata");

const manifest: Manifest = {
  routes: {
    "./routes/_app.tsx": AppFile,
    "./routes/index.tsx": IndexFile,
    "./routes/plain.tsx": PlainFile,
  },
  islands: {
    "./islands/Counter.tsx": CounterFile,
    "./islands/Title.tsx": TitleFile,
    "./islands/Toggle.tsx": ToggleFile,
  },
  baseUrl: import.meta.url,
};

async function withTempDir(fn: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await fn(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("Builder.build writes what attachBuild serves", () =>
  withTempDir(async (outDir) => {
    await new Builder({ root, outDir }).build();
    const app = new App().use(staticFiles()).fsRoutes();
    await attachBuild(app, manifest, root, outDir);
    const handler = app.handler();
    const get = (url: string) => handler(new Request(new URL(url, "http://localhost")));

    const page = await get("/");
    const html = await page.text();
    assert.equal(page.status, 200);
    const chunks = Array.from(html.matchAll(/from "([^"]+)"/g), (match) => match[1]!);
    assert.equal(chunks.length, 2);
    for (const chunk of chunks) {
      const response = await get(chunk);
      assert.equal(response.status, 200);
      assert.match(response.headers.get("cache-control")!, /immutable/);
      assert.equal(response.headers.get("content-type"), "text/javascript; charset=UTF-8");
      assert.doesNotMatch(await response.text(), /node:|Deno\./);
    }

    const plain = await get("/plain");
    assert.doesNotMatch(await plain.text(), /<script/);

    const css = await get("/style.css");
    assert.match(await css.text(), /url\("\/dots\.svg\?__frsh_c=[0-9a-f]{40}"\)/);
    const etag = css.headers.get("etag")!;
    const again = await handler(
      new Request("http://localhost/style.css", { headers: { "if-none-match": etag } }),
    );
    assert.equal(again.status, 304);
  }));

Deno.test("Builder.build puts what islands share into one chunk", () =>
  withTempDir(async (outDir) => {
    await new Builder({ root, outDir }).build();
    const snapshot: StoredSnapshot = JSON.parse(
      await Deno.readTextFile(path.join(outDir, "snapshot.json")),
    );
    const { staticFiles: files, version } = snapshot;
    assert.equal(Object.keys(snapshot.islands).length, 3);
    const withPreact = [];
    for (const [pathname, { filePath }] of Object.entries(files)) {
      if (!pathname.startsWith(`/_fresh/js/${version}/`)) continue;
      const code = await Deno.readTextFile(path.join(root, filePath));
      if (code.includes("insertBefore")) withPreact.push(pathname);
    }
    // Preact's renderer and the runtime's stand-in for a root element.
    assert.equal(withPreact.length, 2);
  }));

Deno.test("attachBuild says when there is no build or it is out of date", () =>
  withTempDir(async (outDir) => {
    const app = new App();
    await assert.rejects(
      attachBuild(app, manifest, root, outDir),
      (error) => error instanceof MissingBuildError && /deno task build/.test(error.message),
    );
    await new Builder({ root, outDir }).build();
    const newer = { ...manifest, islands: { ...manifest.islands, "./islands/New.tsx": {} } };
    await assert.rejects(attachBuild(app, newer, root, outDir), /islands\/New\.tsx/);
  }));

Deno.test("Builder.build in memory finds routes and islands by itself", async () => {
  const attach = await new Builder({ root }).build({ snapshot: "memory" });
  const app = new App().use(staticFiles()).fsRoutes();
  attach(app);
  const html = await (await app.handler()(new Request("http://localhost/"))).text();
  assert.match(html, /frsh:island:Counter/);
  assert.match(html, /<html lang="en">/);
  assert.equal(app.config.mode, "production");
});

Deno.test("Builder.build explains imports of the server in islands", () =>
  withTempDir(async (dir) => {
    await Deno.mkdir(`${dir}/islands`);
    await Deno.symlink(path.resolve("node_modules"), `${dir}/node_modules`);
    await Deno.writeTextFile(
      `${dir}/deno.json`,
      JSON.stringify({ compilerOptions: { jsxImportSource: "preact" } }),
    );
    await Deno.writeTextFile(
      `${dir}/islands/Bad.tsx`,
      `import { App } from "fresh"; export default () => String(App);`,
    );
    await assert.rejects(
      new Builder({ root: dir, outDir: `${dir}/out` }).build(),
      /"fresh" runs on the server only.*fresh\/runtime/,
    );
  }));
