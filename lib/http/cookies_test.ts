import assert from "node:assert/strict";
import { readCookie } from "./cookies.ts";

Deno.test("readCookie() finds a cookie by its whole name", () => {
  const header = "a=1; vigia_session=x=y; xvigia_session=2;vigia_session=late";
  assert.equal(readCookie(header, "vigia_session"), "x=y");
  assert.equal(readCookie(header, "a"), "1");
  assert.equal(readCookie(header, "session"), null);
  assert.equal(readCookie(null, "a"), null);
  assert.equal(readCookie("a", "a"), null);
});
