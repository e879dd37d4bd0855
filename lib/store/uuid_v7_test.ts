import assert from "node:assert/strict";
import { uuidV7 } from "./uuid_v7.ts";

Deno.test("uuidV7() has version, variant and the time in front", () => {
  const id = uuidV7(Date.parse("2100-01-01T00:00:00Z"));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(id.replace("-", "").slice(0, 12), 16), Date.parse("2100-01-01T00:00:00Z"));
});

Deno.test("uuidV7() sorts by order of calls within a millisecond and when the clock goes back", () => {
  const start = Date.parse("2101-01-01T00:00:00Z");
  const ids = Array.from({ length: 10_000 }, (_, index) => uuidV7(start - index % 3));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
});
