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
  const median = async (against: string | null) => {
    const times: number[] = [];
    for (let i = 0; i < 15; i++) {
      const start = performance.now();
      await hasher.verify("another password", against);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[7]!;
  };
  await median(hash);
  const known = await median(hash);
  const unknown = await median(null);
  // Noise of a shared machine is well below a factor of two; skipping the work would be a thousand.
  assert.ok(unknown > known / 2 && unknown < known * 2, `${known} ms, ${unknown} ms`);
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
  let longestGap = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longestGap = Math.max(longestGap, now - last);
    last = now;
  }, 1);
  await Promise.all(Array.from({ length: 6 }, () => hasher.hash("a password")));
  clearInterval(timer);
  // One hash at this cost takes some 100 ms; on the main thread six would add up to 600.
  assert.ok(longestGap < 80, `${longestGap} ms`);
});
