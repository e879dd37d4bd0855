import assert from "node:assert/strict";
import { TokenBucket } from "./token_bucket.ts";

Deno.test("TokenBucket lets a burst pass, then one per interval, and saves no more than a burst", () => {
  const bucket = new TokenBucket({ burst: 3, everyMs: 100 });
  const take = (at: number) => bucket.take(at);
  assert.deepEqual([0, 0, 0, 0].map(take), [0, 0, 0, 100]);
  assert.equal(take(60), 40);
  assert.equal(take(100), 0);
  assert.equal(take(100), 100, "what was refused took no token");
  assert.deepEqual([10_000, 10_000, 10_000, 10_000].map(take), [0, 0, 0, 100]);
});
