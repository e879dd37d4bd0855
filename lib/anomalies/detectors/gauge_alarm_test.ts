import assert from "node:assert/strict";
import { GaugeAlarm } from "./gauge_alarm.ts";
import { GAUGE_THRESHOLD, type GaugeVerdict } from "./gauge_detector.ts";

function verdict(surprise: number, change: Partial<GaugeVerdict> = {}): GaugeVerdict {
  return {
    score: surprise / (surprise + 20),
    surprise,
    views: [{ name: "value", times: 0.5, n: 500 }],
    expected: 50,
    low: 0,
    high: 100,
    ready: true,
    readyAt: null,
    ...change,
  };
}

Deno.test("GaugeAlarm.step() opens at the threshold and lasts until the known range is back", () => {
  const alarm = new GaugeAlarm();
  assert.equal(alarm.step(verdict(3.8), 101), null);
  assert.equal(alarm.step(verdict(3.91), 150), "opened");
  assert.deepEqual([alarm.direction, alarm.peak >= GAUGE_THRESHOLD], ["high", true]);
  const known = { low: 0, high: 150 };
  const said = [140, 90, 140, 90, 90, 90].map((x) => alarm.step(verdict(0, known), x));
  assert.deepEqual(said, [null, null, null, null, null, "closed"]);
  assert.deepEqual([alarm.direction, alarm.peak], [null, 0]);
});

Deno.test("GaugeAlarm.step() ends when what it saw is how it is now, and when nothing comes any more", () => {
  for (const next of [(alarm: GaugeAlarm) => alarm.step(verdict(0), 150), skip]) {
    const alarm = new GaugeAlarm();
    alarm.step(verdict(5), 150);
    const said = Array.from({ length: 24 }, () => next(alarm));
    assert.deepEqual([said.indexOf("closed"), alarm.skip()], [23, null]);
  }
});

Deno.test("GaugeAlarm.step() speaks again when it is half as surprised again", () => {
  const alarm = new GaugeAlarm();
  const said = [5, 7, 7.5, 11].map((surprise) => alarm.step(verdict(surprise), 150));
  assert.deepEqual(said, ["opened", null, "grew", null]);
});

Deno.test("GaugeAlarm.step() is quiet while learning, about narrow records, and about what is normal; low is low", () => {
  const alarm = new GaugeAlarm();
  assert.equal(alarm.step(verdict(9, { ready: false }), 150), null);
  const narrow = (["value", "change", "spread"] as const).map((name) => ({
    name,
    times: 0.29,
    n: 500,
  }));
  assert.equal(alarm.step(verdict(9, { views: narrow }), 150), null);
  assert.equal(alarm.step(verdict(9), 150, true), null);
  assert.equal(alarm.step(verdict(9), -10), "opened");
  const restored = GaugeAlarm.restore(JSON.parse(JSON.stringify(alarm.save())));
  assert.deepEqual([restored.direction, restored.save()], ["low", alarm.save()]);
});

Deno.test("GaugeAlarm.step() minds a floor on the difference", () => {
  const alarm = new GaugeAlarm(20);
  assert.equal(alarm.step(verdict(9), 69), null);
  assert.equal(alarm.step(verdict(9), 70), "opened");
});

function skip(alarm: GaugeAlarm) {
  return alarm.skip();
}
