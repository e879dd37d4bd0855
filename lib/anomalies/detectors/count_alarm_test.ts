import assert from "node:assert/strict";
import { type AlarmStep, CountAlarm } from "./count_alarm.ts";
import type { CountVerdict } from "./count_verdict.ts";

function verdict(z: number, change: Partial<CountVerdict> = {}): CountVerdict {
  return {
    z,
    recent: z,
    window: 1,
    observed: z > 0 ? 100 : 0,
    expected: 40,
    low: 20,
    high: 60,
    bucketExpected: 40,
    ready: true,
    readyAt: null,
    ...change,
  };
}

function steps(alarm: CountAlarm, scores: readonly number[]): AlarmStep[] {
  return scores.map((z, index) => alarm.step(verdict(z), index));
}

Deno.test("CountAlarm.step() opens at 5 and closes after three calm buckets", () => {
  const alarm = new CountAlarm();
  assert.deepEqual(steps(alarm, [4.9, 5, 3, 2, 2, 3, 2, 2, 2, 1]), [
    null,
    "opened",
    null,
    null,
    null,
    null,
    null,
    null,
    "closed",
    null,
  ]);
});

Deno.test("CountAlarm.step() closes when it is over, not when the longest window has forgotten", () => {
  const alarm = new CountAlarm();
  const after = Array.from({ length: 30 }, (_, index) => verdict(9 - index / 5, { recent: 0.5 }));
  const said = [verdict(12), ...after].map((entry, index) => alarm.step(entry, index));
  assert.deepEqual(said.flatMap((step, index) => step === null ? [] : [[index, step]]), [
    [0, "opened"],
    [3, "closed"],
  ]);
  assert.equal(alarm.step(verdict(8), 31), "opened");
});

Deno.test("CountAlarm.step() keeps an alarm that only a long window sees until that is calm", () => {
  const alarm = new CountAlarm();
  const weak = [6, 5, 4, 3, 2, 2, 2].map((z) => verdict(z, { recent: 1, window: 24 }));
  const said = weak.map((entry, index) => alarm.step(entry, index));
  assert.deepEqual(said, ["opened", null, null, null, null, null, "closed"]);
});

Deno.test("CountAlarm.step() speaks again only when the score grew by half", () => {
  const alarm = new CountAlarm();
  assert.deepEqual(steps(alarm, [6, 8.9, 9, 13, 13.5]), ["opened", null, "grew", null, "grew"]);
});

Deno.test("CountAlarm.step() closes when the series is off the other way, then opens anew", () => {
  const alarm = new CountAlarm();
  assert.deepEqual(steps(alarm, [-6, 6, 6]), ["opened", "closed", "opened"]);
  assert.deepEqual([alarm.direction, alarm.openedAt], ["high", 2]);
});

Deno.test("CountAlarm.step() minds the floors and the learning", () => {
  const quiet: Partial<CountVerdict>[] = [
    { ready: false },
    { observed: 4, expected: 0 },
    { observed: 1200, expected: 1000 },
  ];
  for (const change of quiet) assert.equal(new CountAlarm().step(verdict(9, change), 0), null);
  const eager = new CountAlarm({ minDifference: 1, minChange: 0.1, openZ: 3 });
  assert.equal(eager.step(verdict(3, { observed: 1200, expected: 1000 }), 0), "opened");
});

Deno.test("CountAlarm.step() is quiet about what is normal, and about long windows that look back on it", () => {
  const alarm = new CountAlarm();
  assert.equal(alarm.isLoud(verdict(9)), true);
  assert.equal(alarm.step(verdict(9), 0, true), null);
  const after = Array.from({ length: 20 }, () => verdict(8, { recent: 0.5, window: 24 }));
  after.forEach((entry, index) => assert.equal(alarm.step(entry, index + 1), null));
  assert.equal(alarm.step(verdict(9), 21), "opened");
  assert.equal(alarm.step(verdict(20), 22, true), null);
  assert.deepEqual([alarm.step(verdict(14), 23), alarm.peakZ], ["grew", 20]);
});

Deno.test("CountAlarm.restore() keeps what was spoken", () => {
  const alarm = new CountAlarm();
  steps(alarm, [6, 2, 2]);
  const restored = CountAlarm.restore(JSON.parse(JSON.stringify(alarm.save())));
  assert.deepEqual(restored.save(), alarm.save());
  assert.equal(restored.step(verdict(2), 3), "closed");
  assert.deepEqual([restored.direction, restored.openedAt], [null, null]);
});
