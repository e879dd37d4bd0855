import assert from "node:assert/strict";
import { QueueClock } from "./clock.ts";

const HOUR = 3_600_000;

function handClock() {
  return {
    wallMs: 1_760_000_000_000,
    sinceStart: 5,
    now() {
      return this.wallMs;
    },
    monotonic() {
      return this.sinceStart;
    },
    pass(ms: number) {
      this.wallMs += ms;
      this.sinceStart += ms;
    },
  };
}

Deno.test("QueueClock.now() starts at the wall clock and passes with the monotonic one", () => {
  const hand = handClock();
  const clock = new QueueClock(hand, 0);
  assert.equal(clock.now(), 1_760_000_000_000);
  hand.pass(250);
  assert.equal(clock.now(), 1_760_000_000_250);
});

Deno.test("QueueClock.now() ignores steps of the wall clock", () => {
  const hand = handClock();
  const clock = new QueueClock(hand, 0);
  const before = clock.now();
  hand.wallMs -= HOUR;
  assert.equal(clock.now(), before);
  hand.wallMs += 2 * HOUR;
  assert.equal(clock.now(), before);
});

Deno.test("QueueClock starts no earlier than the time an earlier process left behind", () => {
  const hand = handClock();
  const left = hand.wallMs;
  hand.wallMs -= HOUR;
  assert.equal(new QueueClock(hand, left).now(), left);
});

Deno.test("QueueClock.tick() grows strictly within one moment and follows the time", () => {
  const hand = handClock();
  const clock = new QueueClock(hand, 0);
  const ticks = Array.from({ length: 1_000 }, () => clock.tick());
  for (let i = 1; i < ticks.length; i++) assert.ok(ticks[i]! > ticks[i - 1]!);
  assert.ok(ticks.at(-1)! - ticks[0]! < 1.001);
  hand.pass(10);
  assert.equal(clock.tick(), 1_760_000_000_010);
});
