import assert from "node:assert/strict";
import {
  activeLinkProps,
  assetSrcSetWithBuildId,
  assetWithBuildId,
  lockAssetProps,
} from "./shared_internal.ts";

Deno.test("assetWithBuildId adds the build id once, before the fragment", () => {
  assert.equal(assetWithBuildId("/a.png", "B"), "/a.png?__frsh_c=B");
  assert.equal(assetWithBuildId("/a.png?x=%20y#z", "B"), "/a.png?x=%20y&__frsh_c=B#z");
  assert.equal(assetWithBuildId("/a.png?__frsh_c=old", "B"), "/a.png?__frsh_c=old");
});

Deno.test("assetWithBuildId leaves other URLs alone", () => {
  for (const url of ["a.png", "//cdn/a.png", "https://x/a.png", "data:image/png;base64,AA"]) {
    assert.equal(assetWithBuildId(url, "B"), url);
  }
});

Deno.test("assetSrcSetWithBuildId adds the build id to each candidate", () => {
  assert.equal(
    assetSrcSetWithBuildId("/a.png 1x, /b.png 2x", "B"),
    "/a.png?__frsh_c=B 1x, /b.png?__frsh_c=B 2x",
  );
  for (const odd of ["/a (1).png 1x", "/a.png,,/b.png", "data:image/png;base64,AA 1x"]) {
    assert.equal(assetSrcSetWithBuildId(odd, "B"), odd);
  }
});

Deno.test("lockAssetProps respects data-fresh-disable-lock", () => {
  const props = { src: "/a.png", "data-fresh-disable-lock": true };
  assert.equal(lockAssetProps(props, "B"), props);
  assert.equal(lockAssetProps({ src: "/a.png" }, "B").src, "/a.png?__frsh_c=B");
});

Deno.test("activeLinkProps tells current, ancestor and other links", () => {
  const current = new URL("http://x/a/b?tab=1");
  const kind = (href: string) => activeLinkProps({ href }, current)?.["aria-current"] ?? null;
  assert.equal(kind("/a/b"), "page");
  assert.equal(kind("/a/b/"), "page");
  assert.equal(kind("/a/b?tab=1"), "page");
  assert.equal(kind("/a/b?tab=2"), "true");
  assert.equal(kind("/a"), "true");
  assert.equal(kind("/"), "true");
  assert.equal(kind("/a/bc"), null);
  assert.equal(kind("/ab"), null);
  assert.equal(kind("https://x/a/b"), null);
  assert.equal(kind("#top"), null);
  assert.equal(activeLinkProps({ href: "/a/b", "aria-current": "step" }, current), null);
});
