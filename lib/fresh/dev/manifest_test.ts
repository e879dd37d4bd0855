import assert from "node:assert/strict";
import * as path from "node:path";
import { generateManifest, manifestText, writeManifest } from "./manifest.ts";

async function withProject(
  files: string[],
  fn: (root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const file of files) {
      await Deno.mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await Deno.writeTextFile(path.join(root, file), "");
    }
    await fn(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("manifestText names modules as Fresh 1 does", () => {
  const text = manifestText(
    ["./routes/404.tsx", "./routes/_middleware.ts", "./routes/blog/[slug].tsx", "./routes/a-b.ts"],
    ["./islands/a_b.tsx", "./islands/Counter.tsx"],
    "fresh/internal",
  );
  assert.match(text, /import \* as \$_404 from "\.\/routes\/404\.tsx";/);
  assert.match(text, /import \* as \$_middleware from/);
  assert.match(text, /import \* as \$blog_slug_ from/);
  assert.match(text, /import \* as \$a_b from "\.\/routes\/a-b\.ts";/);
  assert.match(text, /import \* as \$a_b_1 from "\.\/islands\/a_b\.tsx";/);
  assert.match(text, /"\.\/islands\/Counter\.tsx": \$Counter,/);
  assert.match(text, /baseUrl: import\.meta\.url,\n\} satisfies Manifest;/);
});

Deno.test("manifestText is stable under deno fmt", async () => {
  const long = `./routes/${"very-long-folder-name/".repeat(5)}[parameter].tsx`;
  const edge = (length: number) => `./routes/${"x".repeat(length)}.ts`;
  const specs = ["./routes/index.tsx", long];
  for (let length = 30; length < 50; length++) specs.push(edge(length));
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    for (const routes of [[], specs]) {
      await Deno.writeTextFile(file, manifestText(routes, [], "fresh/internal"));
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["fmt", "--check", "--no-config", "--line-width=100", file],
      }).output();
      assert.equal(code, 0, new TextDecoder().decode(stderr));
    }
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("generateManifest sorts routes from islands and leaves out tests and parts", () =>
  withProject([
    "routes/index.tsx",
    "routes/_app.tsx",
    "routes/index_test.ts",
    "routes/notes.md",
    "routes/shop/(_islands)/Cart.tsx",
    "routes/shop/(_components)/Price.tsx",
    "routes/(group)/about.tsx",
    "islands/nav/Menu.tsx",
  ], async (root) => {
    const { text, routes, islands } = await generateManifest({ root });
    assert.deepEqual([routes, islands], [3, 2]);
    const keys = Array.from(text.matchAll(/^ {4}"(.*)":/gm), (match) => match[1]);
    assert.deepEqual(keys, [
      "./routes/(group)/about.tsx",
      "./routes/_app.tsx",
      "./routes/index.tsx",
      "./islands/nav/Menu.tsx",
      "./routes/shop/(_islands)/Cart.tsx",
    ]);
  }));

Deno.test("generateManifest refuses two files for one route", () =>
  withProject(["routes/a.ts", "routes/a.tsx"], async (root) => {
    await assert.rejects(generateManifest({ root }), /Route conflict detected/);
  }));

Deno.test("writeManifest leaves a current file untouched", () =>
  withProject(["routes/index.tsx"], async (root) => {
    assert.equal((await writeManifest({ root })).isOutdated, true);
    const { file, isOutdated } = await generateManifest({ root });
    assert.equal(isOutdated, false);
    await Deno.utime(file, 1, 1);
    await writeManifest({ root });
    assert.equal((await Deno.stat(file)).mtime?.getTime(), 1000);

    await Deno.writeTextFile(path.join(root, "routes/new.ts"), "");
    assert.equal((await generateManifest({ root })).isOutdated, true);
  }));
