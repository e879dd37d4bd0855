import assert from "node:assert/strict";
import { HashQueueFullError } from "./auth_errors.ts";
import { PasswordHasher } from "./passwords.ts";

Deno.test("PasswordHasher.verify() knows the password and every byte of it", async () => {
  const hasher = new PasswordHasher({ cost: 4 });
  const password = "🦉".repeat(18);
  const hash = await hasher.hash(password);
  assert.ok(await hasher.verify(password, hash));
  assert.ok(!await hasher.verify("🦉".repeat(17) + "🦊", hash));
  assert.ok(!await hasher.verify(password + "x", hash));
});

Deno.test("PasswordHasher.verify() is false for unknown accounts, whatever the password", async () => {
  const hasher = new PasswordHasher({ cost: 4 });
  for (const password of ["", "e", "e".repeat(53)]) {
    assert.equal(await hasher.verify(password, null), false);
  }
});

Deno.test("PasswordHasher.verify() takes as long for unknown accounts", async () => {
  const hasher = new PasswordHasher({ cost: 8 });
  const hash = await hasher.hash("a password");
  const timeOf = async (against: string | null) => {
    const start = performance.now();
    await hasher.verify("another password", against);
    return performance.now() - start;
  };
  let knownMs = Infinity;
  let unknownMs = Infinity;
  // In turns, and the shortest of each, so that what else the machine does falls out.
  for (let i = 0; i < 25; i++) {
    knownMs = Math.min(knownMs, await timeOf(hash));
    unknownMs = Math.min(unknownMs, await timeOf(null));
  }
  // Skipping the work would be a thousand times as fast.
  assert.ok(unknownMs > knownMs / 1.5 && unknownMs < knownMs * 1.5, `${knownMs}, ${unknownMs} ms`);
});

Deno.test("PasswordHasher.hash() does not cut long passwords quietly", () => {
  assert.throws(() => new PasswordHasher({ cost: 4 }).hash("x".repeat(73)), RangeError);
});

Deno.test("PasswordHasher refuses when the queue is full and recovers", async () => {
  const hasher = new PasswordHasher({ cost: 4, concurrency: 2, maxWaiting: 3 });
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, () => hasher.verify("a password", null)),
  );
  const refused = results.filter((result) => result.status === "rejected");
  assert.equal(refused.length, 7);
  for (const { reason } of refused) {
    assert.ok(reason instanceof HashQueueFullError && reason.retryAfterSeconds >= 1);
  }
  assert.equal(await hasher.verify("a password", null), false);
});

Deno.test("PasswordHasher leaves the event loop free", async () => {
  const hasher = new PasswordHasher({ cost: 11 });
  const pausesMs: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    pausesMs.push(performance.now() - last);
    last = performance.now();
  }, 1);
  await Promise.all(Array.from({ length: 6 }, () => hasher.hash("a password")));
  clearInterval(timer);
  // On the main thread there would be a pause for each hash, and hardly any other.
  assert.ok(pausesMs.length > 30, `only ${pausesMs.length} pauses`);
  const pauseMs = pausesMs.sort((a, b) => a - b)[Math.floor(pausesMs.length / 2)]!;
  assert.ok(pauseMs < 30, `the event loop stood still for ${pauseMs} ms at a time`);
});
