import assert from "node:assert/strict";
import { anyLocalPath, localPath } from "./local_path.ts";

Deno.test("localPath() keeps paths of this server", () => {
  for (const path of ["/", "/events?type=a&q=b%20c#top", "/a/b", "/events/login"]) {
    assert.equal(localPath(path), path);
  }
});

Deno.test("localPath() is / for what leads elsewhere or in a circle", () => {
  for (
    const next of [
      null,
      undefined,
      "",
      "events",
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "/\t/evil.example",
      "/.//evil.example",
      "/a/..//evil.example",
      "javascript:alert(1)",
      "/login?next=/login",
      "/register",
      "/logout",
      `/${"a".repeat(3000)}`,
    ]
  ) assert.equal(localPath(next), "/", String(next));
});

Deno.test("anyLocalPath() also comes back to account pages, and leads nowhere else", () => {
  assert.equal(anyLocalPath("/login?next=%2Fqueue"), "/login?next=%2Fqueue");
  assert.equal(anyLocalPath("/register"), "/register");
  for (const next of [null, "//evil.example", "/.//evil.example", "https://evil.example/"]) {
    assert.equal(anyLocalPath(next), "/", String(next));
  }
});
