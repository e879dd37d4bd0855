import assert from "node:assert/strict";
import { BUILD_ID, setBuildId } from "./build_id.ts";

Deno.test("BUILD_ID is a SHA-1 in hexadecimal until a build sets its own", () => {
  const original = BUILD_ID;
  assert.match(original, /^[0-9a-f]{40}$/);
  setBuildId("build-1");
  assert.equal(BUILD_ID, "build-1");
  setBuildId(original);
});
