import assert from "node:assert/strict";
import { GAUGE_THRESHOLD, GaugeDetector, type GaugeVerdict } from "./gauge_detector.ts";
import { SeededRandom } from "./random.ts";

const STEP_MS = 300_000;
const DAY = 288;
const FIRST_AT = Date.UTC(2026, 5, 1);

function latencies(seed: number, length: number): number[] {
  const random = new SeededRandom(seed);
  return Array.from({ length }, (_, index) => {
    const noise = random.next() + random.next() + random.next() - 1.5;
    return 120 + 25 * Math.sin(2 * Math.PI * index / DAY) + 10 * noise;
  });
}

function run(detector: GaugeDetector, values: readonly number[], from = 0): GaugeVerdict[] {
  return values.map((x, index) => {
    const t = FIRST_AT + (from + index) * STEP_MS;
    const verdict = detector.score(x, t);
    detector.learn(x, t);
    return verdict;
  });
}

Deno.test("GaugeDetector.score() finds a value beyond all that is known and says by how much", () => {
  const detector = new GaugeDetector();
  run(detector, latencies(1, 10 * DAY));
  const [verdict] = run(detector, [260], 10 * DAY);
  assert.ok(verdict !== undefined && verdict.score > GAUGE_THRESHOLD);
  const value = verdict.views.find(({ name }) => name === "value");
  assert.ok(value !== undefined && value.times > 1 && value.n === 10 * DAY);
  assert.ok(verdict.high < 170 && verdict.low > 70);
  assert.ok(verdict.expected > 90 && verdict.expected < 150);
});

Deno.test("GaugeDetector.score() sees a value that is usual, but not now", () => {
  const detector = new GaugeDetector();
  run(detector, latencies(2, 21 * DAY + 3 * DAY / 4));
  // The lowest time of the day, with the value of the highest.
  const [verdict] = run(detector, [145], 21 * DAY + 3 * DAY / 4);
  assert.ok((verdict?.score ?? 0) > GAUGE_THRESHOLD);
  assert.ok(!verdict?.views.some(({ name }) => name === "value"));
});

Deno.test("GaugeDetector.score() is seldom loud about noise", () => {
  const verdicts = run(new GaugeDetector(), latencies(3, 21 * DAY)).slice(3 * DAY);
  const loud = verdicts.filter(({ score }) => score > GAUGE_THRESHOLD).length;
  assert.ok(loud <= 3, `${loud} in 18 days`);
});

Deno.test("GaugeDetector is not blind after one monster", () => {
  const detector = new GaugeDetector();
  run(detector, latencies(4, 7 * DAY));
  run(detector, [1e9, ...latencies(5, DAY)], 7 * DAY);
  const [verdict] = run(detector, [400], 8 * DAY + 1);
  assert.ok((verdict?.score ?? 0) > GAUGE_THRESHOLD);
});

Deno.test("GaugeDetector.score() of a run of records counts the first", () => {
  const detector = new GaugeDetector();
  run(detector, latencies(6, 7 * DAY));
  const loud = run(detector, new Array<number>(40).fill(300), 7 * DAY)
    .filter(({ score }) => score > GAUGE_THRESHOLD);
  assert.equal(loud.length, 1);
});

Deno.test("GaugeDetector gets used to a constant after one step", () => {
  const detector = new GaugeDetector();
  const verdicts = run(detector, [
    ...new Array<number>(1000).fill(0.1),
    ...new Array<number>(1000).fill(0.3),
  ]);
  const loud = verdicts.flatMap(({ score }, index) => score > GAUGE_THRESHOLD ? [index] : []);
  assert.equal(loud[0], 1000);
  assert.ok(loud.length <= 3, `${loud}`);
});

Deno.test("GaugeDetector.score() is learning for two days and says until when", () => {
  const verdicts = run(new GaugeDetector(), latencies(7, 3 * DAY));
  assert.deepEqual([verdicts[0]?.ready, verdicts[0]?.readyAt], [false, null]);
  assert.deepEqual([verdicts[9]?.ready, verdicts[9]?.readyAt], [
    false,
    FIRST_AT + 2 * DAY * STEP_MS,
  ]);
  assert.deepEqual([verdicts[2 * DAY]?.ready, verdicts[2 * DAY]?.readyAt], [true, null]);
});

Deno.test("GaugeDetector.restore() goes on as if it had never stopped, wherever it stopped", () => {
  const values = latencies(8, 6000).map((x, index) => index % 977 === 976 ? x * 3 : x);
  const whole = run(new GaugeDetector(), values);
  for (const cut of [0, 1, 29, 50, 249, 250, 251, 4999, 5000, 5250, 5600]) {
    const first = new GaugeDetector();
    const before = run(first, values.slice(0, cut));
    const state = JSON.parse(JSON.stringify(first.save()));
    const after = run(GaugeDetector.restore(state), values.slice(cut), cut);
    assert.deepEqual([...before, ...after], whole, `cut at ${cut}`);
  }
});

Deno.test("GaugeDetector.score() is from 0 to 1 for whatever values come", () => {
  const random = new SeededRandom(9);
  for (let round = 0; round < 30; round++) {
    const detector = new GaugeDetector();
    const size = Math.exp(random.next() * 60 - 30);
    let x = 0;
    for (let index = 0; index < 700; index++) {
      if (random.next() < 0.7) x = (random.next() - 0.5) * size * (random.next() < 0.01 ? 1e6 : 1);
      const t = FIRST_AT + index * 1000 * random.below(1e6);
      const verdict = detector.score(x, t);
      assert.ok(verdict.score >= 0 && verdict.score < 1);
      for (const value of [verdict.expected, verdict.low, verdict.high]) {
        assert.ok(Number.isFinite(value));
      }
      detector.learn(x, t);
    }
    assert.ok(JSON.stringify(detector.save()).length < 16_384);
  }
});
