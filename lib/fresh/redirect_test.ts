import assert from "node:assert/strict";
import { redirectTo } from "./redirect.ts";

Deno.test("redirectTo never lets a path lead to another host", () => {
  const base = "https://app.example/login";
  const hostile = [
    "//evil.example",
    "///evil.example/x",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    " //evil.example",
    "/\t\\/evil.example/a//b",
  ];
  for (const target of hostile) {
    const location = redirectTo(target, null);
    assert.equal(new URL(location, base).origin, "https://app.example", JSON.stringify(target));
  }
});

Deno.test("redirectTo leaves query, hash and absolute URLs alone", () => {
  assert.equal(redirectTo("/a//b?next=//c#//d", null), "/a/b?next=//c#//d");
  assert.equal(redirectTo("https://other.example//x", null), "https://other.example//x");
  assert.equal(redirectTo("/", null), "/");
});

Deno.test("redirectTo keeps a partial request one on the same origin only", () => {
  const url = new URL("https://app.example/old?fresh-partial=true");
  assert.equal(redirectTo("/new?a=1#top", url), "/new?a=1&fresh-partial=true#top");
  assert.equal(
    redirectTo("https://app.example/n", url),
    "https://app.example/n?fresh-partial=true",
  );
  assert.equal(redirectTo("https://other.example/n", url), "https://other.example/n");
});
