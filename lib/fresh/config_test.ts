import assert from "node:assert/strict";
import { parseDirPath, resolveConfig } from "./config.ts";

Deno.test("resolveConfig fills in production defaults", () => {
  assert.deepEqual(resolveConfig({ basePath: "/x" }), {
    root: ".",
    basePath: "/x",
    mode: "production",
    trustProxy: false,
  });
});

Deno.test("parseDirPath takes absolute paths, file URLs and paths below the root", () => {
  assert.equal(parseDirPath("/a/b", "/root"), "/a/b");
  assert.equal(parseDirPath("file:///a/b%20c", "/root"), "/a/b c");
  assert.equal(parseDirPath("./a", "/root"), "/root/a");
});
