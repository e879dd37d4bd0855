import assert from "node:assert/strict";
import { TooManyAttemptsError } from "./auth_errors.ts";
import { SignInThrottle } from "./sign_in_throttle.ts";

const MINUTE = 60_000;

function throttleAt() {
  const clock = { ms: 1_000_000_000 };
  const throttle = new SignInThrottle({ enabled: true, now: () => clock.ms });
  /** Whether an attempt is evaluated; a wrong guess. */
  const guess = (email: string, address: string): boolean => {
    try {
      throttle.begin(email, address);
      return true;
    } catch (error) {
      assert.ok(error instanceof TooManyAttemptsError);
      return false;
    }
  };
  return { clock, throttle, guess };
}

Deno.test("SignInThrottle evaluates 10 of a burst of 100 guesses at one account", () => {
  const { guess } = throttleAt();
  const evaluated = Array.from({ length: 100 }, () => guess("a@x.co", "192.0.2.1"));
  assert.equal(evaluated.filter(Boolean).length, 10);
});

Deno.test("SignInThrottle evaluates at most 20 of 1,000 guesses in 15 minutes", () => {
  const { guess, clock } = throttleAt();
  let evaluated = 0;
  for (let i = 0; i < 1000; i++) {
    if (guess("a@x.co", "192.0.2.1")) evaluated++;
    clock.ms += 15 * MINUTE / 1000;
  }
  assert.ok(evaluated > 10 && evaluated <= 20, String(evaluated));
});

Deno.test("SignInThrottle lets the owner in while others guess from 100 places", () => {
  const { guess, throttle } = throttleAt();
  for (let i = 0; i < 100; i++) {
    for (let k = 0; k < 20; k++) guess("a@x.co", `198.51.100.${i}`);
  }
  assert.doesNotThrow(() => throttle.begin("a@x.co", "192.0.2.1"));
});

Deno.test("SignInThrottle counts an IPv6 /64 as one place", () => {
  const { guess } = throttleAt();
  const evaluated = Array.from({ length: 50 }, (_, i) => guess("a@x.co", `2001:db8::${i + 1}`));
  assert.equal(evaluated.filter(Boolean).length, 10);
});

Deno.test("SignInThrottle slows down guessing at many accounts from one place", () => {
  const { guess } = throttleAt();
  const evaluated = Array.from({ length: 100 }, (_, i) => guess(`u${i}@x.co`, "192.0.2.1"));
  assert.equal(evaluated.filter(Boolean).length, 30);
});

Deno.test("SignInThrottle.succeeded() forgives, abandoned() does not count", () => {
  const { guess, throttle } = throttleAt();
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 2; i++) guess("a@x.co", "192.0.2.1");
    throttle.begin("a@x.co", "192.0.2.1");
    throttle.succeeded("a@x.co", "192.0.2.1");
  }
  for (let i = 0; i < 50; i++) {
    throttle.begin("b@x.co", "192.0.2.1");
    throttle.abandoned("b@x.co", "192.0.2.1");
  }
});

Deno.test("SignInThrottle tells how long to wait and forgets in the end", () => {
  const { guess, throttle, clock } = throttleAt();
  for (let i = 0; i < 10; i++) guess("a@x.co", "192.0.2.1");
  assert.throws(() => throttle.begin("a@x.co", "192.0.2.1"), { retryAfterSeconds: 30 });
  clock.ms += 30_000;
  assert.ok(guess("a@x.co", "192.0.2.1"));
  assert.throws(() => throttle.begin("a@x.co", "192.0.2.1"), { retryAfterSeconds: 60 });
  clock.ms += 31 * MINUTE;
  assert.equal(Array.from({ length: 10 }, () => guess("a@x.co", "192.0.2.1")).every(Boolean), true);
});
