import assert from "node:assert/strict";
import { compilePattern } from "./path_matcher.ts";

const PATTERNS = [
  "/:id",
  "/a/:id",
  "/a/:id/",
  "/:a/:b/c",
  "/a/*",
  "/*",
  "/a/:rest*",
  "/:rest*",
  "/a{/:x}?",
  "/a{/:x}?/b{/:y}?",
  "/{:x}?",
  "/:mod@:version",
  "/:bar.json",
  "/foo:bar",
  "/v1.2/:id",
  "/a/:id(\\d+)",
  "/a/:id?",
  "/a/:id+",
  "/ü/:id",
  "/files/:name.:ext",
  "/a-b_c~d/:x-:y",
];

const PATHS = [
  "/",
  "/a",
  "/a/",
  "/a/1",
  "/a/1/",
  "/a/1/2",
  "/a//1",
  "/a/b",
  "/a/x/b",
  "/a/x/b/y",
  "/x/y/c",
  "/mod@1.0",
  "/bar.json",
  "/barxjson",
  "/foobar",
  "/foo",
  "/v1.2/3",
  "/v1x2/3",
  "/%C3%BC/1",
  "/files/a.b.c",
  "/a-b_c~d/p-q-r",
  "/a/%20",
  "/a/line\u2028break",
];

Deno.test("compilePattern answers like URLPattern", () => {
  for (const pattern of PATTERNS) {
    const match = compilePattern(pattern);
    const reference = new URLPattern({ pathname: pattern });
    for (const path of PATHS) {
      const { pathname } = new URL(path, "http://localhost");
      const groups = reference.exec({ pathname })?.pathname.groups;
      const expected = groups === undefined ? null : Object.fromEntries(
        Object.entries(groups).map(([name, value]) => [name, decodeURI(value ?? "")]),
      );
      const params = match(pathname);
      assert.deepEqual(params && { ...params }, expected, `${pattern} on ${pathname}`);
    }
  }
});

Deno.test("compilePattern rejects what URLPattern rejects", () => {
  assert.throws(() => compilePattern("/:a/:a"), TypeError);
  assert.throws(() => compilePattern("/a/(b"), TypeError);
});
