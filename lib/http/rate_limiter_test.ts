import assert from "node:assert/strict";
import { RateLimiter, rateLimitHeaders, type RatePolicy } from "./rate_limiter.ts";

const policy: RatePolicy = { name: "test", limit: 10, windowSeconds: 5 };

function limiterAt(maxKeys?: number) {
  const clock = { ms: 1_000_000 };
  return { clock, limiter: new RateLimiter({ now: () => clock.ms, ...(maxKeys && { maxKeys }) }) };
}

Deno.test("RateLimiter.take() allows the limit at once and not one more", () => {
  const { limiter } = limiterAt();
  const decisions = Array.from({ length: 100 }, () => limiter.take(policy, "a"));
  assert.equal(decisions.filter(({ allowed }) => allowed).length, 10);
  assert.equal(decisions[0]!.remaining, 9);
  assert.equal(decisions[10]!.retryAfterSeconds, 1);
  assert.equal(decisions[10]!.resetSeconds, 5);
});

Deno.test("RateLimiter.take() refills evenly and never above the limit", () => {
  const { limiter, clock } = limiterAt();
  for (let i = 0; i < 10; i++) limiter.take(policy, "a");
  clock.ms += 499;
  assert.equal(limiter.take(policy, "a").allowed, false);
  clock.ms += 1;
  assert.equal(limiter.take(policy, "a").allowed, true);
  assert.equal(limiter.take(policy, "a").allowed, false);
  clock.ms += 3_600_000;
  assert.equal(limiter.take(policy, "a").remaining, 9);
});

Deno.test("RateLimiter.take() gains nothing from a clock set back", () => {
  const { limiter, clock } = limiterAt();
  for (let i = 0; i < 10; i++) limiter.take(policy, "a");
  clock.ms -= 60_000;
  assert.equal(limiter.take(policy, "a").allowed, false);
});

Deno.test("RateLimiter.take() keeps callers and policies apart", () => {
  const { limiter } = limiterAt();
  for (let i = 0; i < 10; i++) limiter.take(policy, "a");
  assert.ok(limiter.take(policy, "b").allowed);
  assert.ok(limiter.take({ ...policy, name: "other" }, "a").allowed);
});

Deno.test("RateLimiter bounds its memory and keeps who was seen last", () => {
  const { limiter } = limiterAt(1000);
  for (let i = 0; i < 10; i++) limiter.take(policy, "victim");
  for (let i = 0; i < 20_000; i++) {
    limiter.take(policy, `k${i}`);
    if (i % 100 === 0) assert.equal(limiter.take(policy, "victim").allowed, false);
  }
  assert.ok(limiter.size <= 1000, String(limiter.size));
});

Deno.test("RateLimiter without limits allows everything", () => {
  const limiter = new RateLimiter({ rateLimits: false });
  for (let i = 0; i < 100; i++) assert.ok(limiter.take(policy, "a").allowed);
  assert.equal(limiter.size, 0);
});

Deno.test("rateLimitHeaders() writes the draft's fields, Retry-After on refusal only", () => {
  const { limiter } = limiterAt();
  const first = rateLimitHeaders(limiter.take(policy, "a"));
  assert.deepEqual(first, {
    "ratelimit-policy": '"test";q=10;w=5',
    "ratelimit": '"test";r=9;t=1',
  });
  for (let i = 0; i < 9; i++) limiter.take(policy, "a");
  assert.equal(rateLimitHeaders(limiter.take(policy, "a"))["retry-after"], "1");
});
