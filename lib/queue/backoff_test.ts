import assert from "node:assert/strict";
import { backoffDelay, MAX_RETRY_AFTER_MS, retryDelay } from "./backoff.ts";
import { RetryAfterError } from "./errors.ts";

const backoff = { baseMs: 100, factor: 2, capMs: 1_000 };
const almostOne = () => 0.999999;

Deno.test("backoffDelay() doubles its ceiling with each failure up to the cap", () => {
  const ceilings = [1, 2, 3, 4, 5, 60].map((n) => Math.ceil(backoffDelay(n, backoff, almostOne)));
  assert.deepEqual(ceilings, [99, 199, 399, 799, 999, 999]);
});

Deno.test("backoffDelay() has full jitter: it fills the range from zero evenly", () => {
  const delays = Array.from({ length: 4_000 }, () => backoffDelay(4, backoff));
  const quarters = [0, 0, 0, 0];
  for (const delay of delays) {
    assert.ok(delay >= 0 && delay < 800, `${delay} is out of range`);
    quarters[Math.floor(delay / 200)]! += 1;
  }
  for (const count of quarters) assert.ok(count > 800 && count < 1_200, `uneven: ${quarters}`);
});

Deno.test("retryDelay() waits at least as long as the error asks, and at most a tenth more", () => {
  const error = new RetryAfterError("busy", 7_000);
  assert.equal(retryDelay(error, 1, backoff, () => 0), 7_000);
  assert.equal(retryDelay(error, 1, backoff, almostOne), 7_700);
});

Deno.test("retryDelay() takes retryAfterMs from an error of any class", () => {
  const error = Object.assign(new Error("429"), { retryAfterMs: 50 });
  assert.equal(retryDelay(error, 1, backoff, () => 0), 50);
});

Deno.test("retryDelay() does not let a receiver park a job for longer than a day", () => {
  const error = new RetryAfterError("later", 1e15);
  assert.equal(retryDelay(error, 1, backoff, () => 0), MAX_RETRY_AFTER_MS);
});

Deno.test("retryDelay() backs off when the error asks for nonsense", () => {
  for (const retryAfterMs of [-1, NaN, Infinity, "5"]) {
    const error = Object.assign(new Error("429"), { retryAfterMs });
    assert.equal(retryDelay(error, 1, backoff, almostOne), 99);
  }
});
