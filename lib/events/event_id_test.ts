import assert from "node:assert/strict";
import { createEventId } from "./event_id.ts";

Deno.test("createEventId() makes UUIDs of version 7 that carry the time", () => {
  const before = Date.now();
  const id = createEventId();
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const ms = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  assert.ok(ms >= before && ms <= Date.now() + 1, `${ms} is not now`);
});

Deno.test("createEventId() makes ids that are distinct and sort in their order", () => {
  const now = Date.now() + 60_000;
  const ids = Array.from({ length: 20_000 }, (_, i) => createEventId(i < 10_000 ? now : now - i));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids.toSorted(), ids);
});
