import assert from "node:assert/strict";
import { mergePath, pathToPattern, patternToSegments, UrlPatternRouter } from "./router.ts";

const at = (path: string) => new URL(path, "http://localhost");

Deno.test("UrlPatternRouter.match prefers plain paths, then the order of registration", () => {
  const router = new UrlPatternRouter<string>();
  router.add("GET", "/:any", "first");
  router.add("GET", "/:other", "second");
  router.add("GET", "/plain", "plain");
  assert.equal(router.match("GET", at("/plain")).item, "plain");
  assert.equal(router.match("GET", at("/else")).item, "first");
});

Deno.test("UrlPatternRouter.match ends at the first pattern even when it lacks the method", () => {
  const router = new UrlPatternRouter<string>();
  router.add("GET", "/a/:id", "get");
  router.add("POST", "/a/:slug", "post");
  const result = router.match("POST", at("/a/1"));
  assert.equal(result.item, null);
  assert.equal(result.methodMatch, false);
  assert.equal(result.pattern, "/a/:id");
  assert.deepEqual(router.getAllowedMethods("/a/:id"), ["GET"]);
});

Deno.test("UrlPatternRouter.match answers HEAD with GET unless HEAD is registered", () => {
  const router = new UrlPatternRouter<string>();
  router.add("GET", "/a", "get");
  assert.equal(router.match("HEAD", at("/a")).item, "get");
  router.add("HEAD", "/a", "head");
  assert.equal(router.match("HEAD", at("/a")).item, "head");
});

Deno.test("UrlPatternRouter.match treats unknown verbs as a method the route lacks", () => {
  const router = new UrlPatternRouter<string>();
  router.add("GET", "/a", "get");
  for (const verb of ["PROPFIND", "__proto__", "constructor"]) {
    assert.equal(router.match(verb, at("/a")).methodMatch, false, verb);
    assert.equal(router.match(verb, at("/a")).pattern, "/a");
  }
});

Deno.test("UrlPatternRouter.match keeps reserved escapes and malformed ones in parameters", () => {
  const router = new UrlPatternRouter<string>();
  router.add("GET", "/a/:id", "get");
  assert.equal(router.match("GET", at("/a/x%20y")).params.id, "x y");
  assert.equal(router.match("GET", at("/a/x%2Fy")).params.id, "x%2Fy");
  assert.equal(router.match("GET", at("/a/100%")).params.id, "100%");
  assert.equal(router.match("GET", at("/a/%C3%28")).params.id, "%C3%28");
});

Deno.test("UrlPatternRouter.match gives an empty string for an absent optional parameter", () => {
  const router = new UrlPatternRouter<string>();
  router.add("GET", "/docs{/:version}?", "docs");
  router.add("GET", "/old/:path*", "old");
  assert.deepEqual({ ...router.match("GET", at("/docs")).params }, { version: "" });
  assert.deepEqual({ ...router.match("GET", at("/docs/2")).params }, { version: "2" });
  assert.deepEqual({ ...router.match("GET", at("/old")).params }, { path: "" });
  assert.deepEqual({ ...router.match("GET", at("/old/a/b")).params }, { path: "a/b" });
  assert.equal(Object.getPrototypeOf(router.match("GET", at("/docs/2")).params), null);
});

Deno.test("mergePath joins without doubled slashes", () => {
  assert.equal(mergePath("/foo/", "/bar", false), "/foo/bar");
  assert.equal(mergePath("/foo/*", "/bar", false), "/foo/bar");
  assert.equal(mergePath("/foo", "bar", false), "/foo/bar");
  assert.equal(mergePath("/docs", "{/:v}?", false), "/docs{/:v}?");
  assert.equal(mergePath("", "/", false), "/");
});

Deno.test("patternToSegments puts a trailing wildcard on the node it hangs from", () => {
  assert.deepEqual(patternToSegments("/admin/*", "", true), ["", "admin"]);
  assert.deepEqual(patternToSegments("*", "", true), [""]);
  assert.deepEqual(patternToSegments("/*", "", true), [""]);
  assert.deepEqual(patternToSegments("/old/:path*", "", true), ["", "old", ":path*"]);
  assert.deepEqual(patternToSegments("admin", "", true), ["", "admin"]);
});

Deno.test("pathToPattern keeps the root reachable when every part is optional", () => {
  assert.equal(pathToPattern("[[name]]"), "/{:name}?");
  const pattern = new URLPattern({ pathname: pathToPattern("[[a]]/[[b]]") });
  for (const path of ["/", "/x", "/x/y"]) {
    assert.ok(pattern.test({ pathname: path }), path);
  }
});

Deno.test("pathToPattern explains what is wrong with a file name", () => {
  assert.throws(() => pathToPattern("a/[b][c]"), /"a\/\[b\]\[c\]".*Separate them/);
  assert.throws(() => pathToPattern("a/b]"), SyntaxError);
  assert.throws(() => pathToPattern("a/[b"), SyntaxError);
  assert.throws(() => pathToPattern("a/x-[[b]]"), /not a whole segment/);
});
