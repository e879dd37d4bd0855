import assert from "node:assert/strict";
import { type ProjectConfig, readProjectConfig, resolveImport } from "./import_map.ts";

const config: ProjectConfig = {
  dir: "/project",
  jsxImportSource: "preact",
  imports: {
    "@/": "./",
    "@/lib/": "./other/",
    "chart.js": "npm:chart.js@4.6.1",
    "signals": "npm:@preact/signals@2.5.1",
    "local": "./lib/local.ts",
  },
};

Deno.test("resolveImport follows exact entries, then the longest prefix", () => {
  assert.deepEqual(resolveImport("local", config), { file: "/project/lib/local.ts" });
  assert.deepEqual(resolveImport("@/islands/A.tsx", config), { file: "/project/islands/A.tsx" });
  assert.deepEqual(resolveImport("@/lib/a.ts", config), { file: "/project/other/a.ts" });
});

Deno.test("resolveImport turns npm specifiers into packages of node_modules", () => {
  assert.deepEqual(resolveImport("chart.js", config), { bare: "chart.js" });
  assert.deepEqual(resolveImport("chart.js/auto", config), { bare: "chart.js/auto" });
  assert.deepEqual(resolveImport("signals", config), { bare: "@preact/signals" });
  assert.deepEqual(resolveImport("npm:@a/b@^1.2.0/c", config), { bare: "@a/b/c" });
  assert.deepEqual(resolveImport("preact/hooks", config), { bare: "preact/hooks" });
});

Deno.test("resolveImport refuses what a bundle cannot contain", () => {
  assert.throws(() => resolveImport("jsr:@std/path", config), /jsr:@std\/path/);
  assert.throws(() => resolveImport("https://x/a.ts", config), /https:/);
});

Deno.test("readProjectConfig finds deno.json above and demands jsxImportSource", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/a/b`, { recursive: true });
    await Deno.writeTextFile(`${root}/deno.json`, "{}");
    await assert.rejects(readProjectConfig(`${root}/a/b`), /jsxImportSource/);
    await Deno.writeTextFile(
      `${root}/deno.json`,
      JSON.stringify({ compilerOptions: { jsxImportSource: "preact" }, imports: { x: "./x.ts" } }),
    );
    const found = await readProjectConfig(`${root}/a/b`);
    assert.equal(found.dir, root);
    assert.deepEqual(found.imports, { x: "./x.ts" });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
