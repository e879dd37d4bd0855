import assert from "node:assert/strict";
import { newRequestId, requestIdOf } from "./request_id.ts";

const withId = (id: string) =>
  requestIdOf(new Request("http://localhost/", { headers: { "x-request-id": id } }));

Deno.test("requestIdOf() echoes a sane id", () => {
  for (const id of ["abc-1.2:3_4", "x".repeat(128)]) assert.equal(withId(id), id);
});

Deno.test("requestIdOf() replaces ids that could forge a log line or flood it", () => {
  for (const id of ["a b", "x".repeat(129), "<script>", "a;b", "ünì"]) {
    assert.notEqual(withId(id), id);
    assert.match(withId(id), /^[\w-]+$/);
  }
});

Deno.test("newRequestId() never repeats", () => {
  const ids = new Set(Array.from({ length: 10_000 }, newRequestId));
  assert.equal(ids.size, 10_000);
});
