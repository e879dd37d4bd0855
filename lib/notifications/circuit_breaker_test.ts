import assert from "node:assert/strict";
import { CircuitBreaker } from "./circuit_breaker.ts";

const PAUSE_MS = 30_000;

function opened(): CircuitBreaker {
  const breaker = new CircuitBreaker();
  for (let n = 0; n < 5; n++) {
    assert.equal(breaker.enter(0), 0);
    breaker.failed(0);
  }
  return breaker;
}

Deno.test("CircuitBreaker opens after five failures in a row, not of all", () => {
  const breaker = new CircuitBreaker();
  for (let n = 0; n < 20; n++) {
    assert.equal(breaker.enter(n), 0);
    if (n % 5 === 4) breaker.succeeded();
    else breaker.failed(n);
  }
  assert.equal(opened().enter(1_000), PAUSE_MS - 1_000);
});

Deno.test("CircuitBreaker half opens: one try each pause, until one succeeds and closes it", () => {
  const breaker = opened();
  assert.equal(breaker.enter(PAUSE_MS), 0, "one may try");
  assert.equal(breaker.enter(PAUSE_MS), PAUSE_MS, "no other meanwhile");
  breaker.failed(PAUSE_MS + 500);
  assert.equal(breaker.enter(PAUSE_MS + 1_000), PAUSE_MS - 500, "open again since the failure");
  const at = 2 * PAUSE_MS + 500;
  assert.equal(breaker.enter(at), 0);
  breaker.succeeded();
  assert.deepEqual([breaker.enter(at), breaker.enter(at)], [0, 0]);
  breaker.failed(at);
  assert.equal(breaker.enter(at), 0, "counts from the start");
});
