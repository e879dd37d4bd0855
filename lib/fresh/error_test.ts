import assert from "node:assert/strict";
import { HttpError } from "./error.ts";

Deno.test("HttpError carries status, message and cause", () => {
  const cause = new Error("why");
  const error = new HttpError(409, "conflict", { cause });
  assert.equal(error.status, 409);
  assert.equal(error.message, "conflict");
  assert.equal(error.cause, cause);
  assert.equal(error.name, "HttpError");
  assert.equal(new HttpError(404).message, "");
});

Deno.test("HttpError takes the name of its subclass", () => {
  class Gone extends HttpError {}
  assert.equal(new Gone(410).name, "Gone");
});
