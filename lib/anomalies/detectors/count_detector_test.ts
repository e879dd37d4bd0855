import assert from "node:assert/strict";
import { CountDetector } from "./count_detector.ts";
import type { CountVerdict } from "./count_verdict.ts";
import { SeededRandom } from "./random.ts";

const BUCKET_MS = 300_000;
const DAY = 288;
const FIRST_AT = Date.UTC(2026, 5, 1);

/** Counts about `mean` with a season of the day. */
function counts(seed: number, length: number, mean: number): number[] {
  const random = new SeededRandom(seed);
  return Array.from({ length }, (_, index) => {
    const rate = mean * (1 + 0.6 * Math.sin(2 * Math.PI * index / DAY));
    const noise = random.next() + random.next() + random.next() - 1.5;
    return Math.max(0, Math.round(rate + 2 * Math.sqrt(rate) * noise));
  });
}

function run(
  detector: CountDetector,
  values: readonly number[],
  from = 0,
): CountVerdict[] {
  return values.map((x, index) => {
    const t = FIRST_AT + (from + index) * BUCKET_MS;
    const verdict = detector.score(x, t);
    detector.learn(x, t);
    return verdict;
  });
}

Deno.test("CountDetector.score() is learning for two days and says until when", () => {
  const detector = new CountDetector({ bucketMs: BUCKET_MS });
  assert.equal(detector.score(0, FIRST_AT).readyAt, null);
  const verdicts = run(detector, counts(1, 3 * DAY, 20));
  assert.deepEqual(
    [verdicts[1]?.ready, verdicts[1]?.readyAt],
    [false, FIRST_AT + 2 * DAY * BUCKET_MS],
  );
  assert.equal(verdicts[2 * DAY - 1]?.ready, false);
  assert.deepEqual([verdicts[2 * DAY]?.ready, verdicts[2 * DAY]?.readyAt], [true, null]);
});

Deno.test("CountDetector does not take a stray event for the beginning of a series", () => {
  const detector = new CountDetector({ bucketMs: BUCKET_MS });
  run(detector, [1, ...new Array<number>(14 * DAY).fill(0)]);
  const start = 14 * DAY + 1;
  const verdicts = run(detector, counts(2, 3 * DAY, 50), start);
  assert.ok(verdicts.slice(0, 2 * DAY - 1).every(({ ready }) => !ready));
  assert.ok(verdicts.slice(2 * DAY + 1).every(({ ready, z }) => ready && Math.abs(z) < 5));
});

Deno.test("CountDetector finds a burst in a series that has an event a day", () => {
  const detector = new CountDetector({ bucketMs: BUCKET_MS });
  run(detector, Array.from({ length: 14 * DAY }, (_, index) => index % 300 === 7 ? 1 : 0));
  const [verdict] = run(detector, [30], 14 * DAY);
  assert.ok(verdict !== undefined && verdict.ready && verdict.z > 5, JSON.stringify(verdict));
});

Deno.test("CountDetector.score() finds an outage at once, signed, with what was expected", () => {
  const detector = new CountDetector({ bucketMs: BUCKET_MS });
  run(detector, counts(3, 14 * DAY, 40));
  const [first, , third] = run(detector, [0, 0, 0], 14 * DAY);
  assert.ok((first?.z ?? 0) < -5, `${first?.z}`);
  assert.equal(first?.observed, 0);
  assert.ok((first?.expected ?? 0) > 25 && (first?.expected ?? 0) < 60, `${first?.expected}`);
  assert.ok((third?.z ?? 0) < (first?.z ?? 0));
  assert.ok((third?.window ?? 0) >= 3);
});

Deno.test("CountDetector.score() finds a spike and shows the band of one bucket", () => {
  const detector = new CountDetector({ bucketMs: BUCKET_MS });
  run(detector, counts(4, 10 * DAY, 40));
  const [verdict] = run(detector, [150], 10 * DAY);
  assert.ok(verdict !== undefined && verdict.z > 5);
  assert.deepEqual([verdict.window, verdict.observed], [1, 150]);
  assert.ok(verdict.low < verdict.bucketExpected && verdict.bucketExpected < verdict.high);
  assert.ok(verdict.high < 150);
});

Deno.test("CountDetector.score() finds a small change that lasts in a longer window", () => {
  const detector = new CountDetector({ bucketMs: BUCKET_MS });
  run(detector, counts(5, 14 * DAY, 40));
  const less = counts(6, 15 * DAY, 40).slice(14 * DAY).map((x) => Math.round(x * 0.6));
  const loud = run(detector, less.slice(0, 24), 14 * DAY).find(({ z }) => z < -5);
  assert.ok(loud !== undefined && loud.window > 1);
});

Deno.test("CountDetector gets used to a level that lasts", () => {
  const detector = new CountDetector({ bucketMs: BUCKET_MS });
  run(detector, counts(7, 10 * DAY, 20));
  const doubled = counts(8, 12 * DAY, 50).slice(10 * DAY);
  const verdicts = run(detector, doubled, 10 * DAY);
  assert.ok(verdicts.slice(0, 20).some(({ z }) => z > 5));
  assert.ok(verdicts.slice(DAY).every(({ z }) => Math.abs(z) < 5));
});

Deno.test("CountDetector knows the level before a long outage when it ends", () => {
  const detector = new CountDetector({ bucketMs: BUCKET_MS });
  run(detector, counts(12, 10 * DAY, 40));
  run(detector, new Array<number>(DAY / 2).fill(0), 10 * DAY);
  const verdicts = run(detector, counts(13, 12 * DAY, 40).slice(10.5 * DAY), 10.5 * DAY);
  assert.ok(verdicts.every(({ z }) => z < 5), "the recovery is no anomaly");
  assert.ok(verdicts.slice(30).every(({ z }) => Math.abs(z) < 5));
});

Deno.test("CountDetector.score() changes nothing", () => {
  const values = counts(9, 4 * DAY, 10);
  const once = new CountDetector({ bucketMs: BUCKET_MS });
  const often = new CountDetector({ bucketMs: BUCKET_MS });
  const plain = run(once, values);
  const asked = values.map((x, index) => {
    const t = FIRST_AT + index * BUCKET_MS;
    often.score(1000, t);
    often.score(0, t + 5 * BUCKET_MS);
    const verdict = often.score(x, t);
    often.learn(x, t);
    return verdict;
  });
  assert.deepEqual(asked, plain);
  assert.deepEqual(often.save(), once.save());
});

Deno.test("CountDetector.restore() goes on as if it had never stopped, wherever it stopped", () => {
  const random = new SeededRandom(10);
  for (let round = 0; round < 20; round++) {
    const values = counts(round, 3 * DAY, [0.2, 2, 20, 2000][round % 4] as number);
    const whole = run(new CountDetector({ bucketMs: BUCKET_MS }), values);
    const cut = random.below(values.length);
    const first = new CountDetector({ bucketMs: BUCKET_MS });
    const before = run(first, values.slice(0, cut));
    const state = JSON.parse(JSON.stringify(first.save()));
    const after = run(CountDetector.restore(state), values.slice(cut), cut);
    assert.deepEqual([...before, ...after], whole, `cut at ${cut} of round ${round}`);
  }
});

Deno.test("CountDetector.score() is finite for whatever counts come", () => {
  const random = new SeededRandom(11);
  for (let round = 0; round < 60; round++) {
    const bucketMs = [1000, 60_000, 900_000, 3_600_000, 86_400_000, 7 * 86_400_000][
      round % 6
    ] as number;
    const detector = new CountDetector({ bucketMs });
    let t = random.below(2e9) * 1000 - 1e12;
    for (let index = 0; index < 400; index++) {
      const x = random.next() < 0.3 ? 0 : Math.floor(Math.exp(random.next() * 25));
      const { z, low, high, expected, bucketExpected, window } = detector.score(x, t);
      for (const value of [z, low, high, expected, bucketExpected]) {
        assert.ok(Number.isFinite(value));
      }
      assert.ok(low <= bucketExpected + 1e-6 && bucketExpected <= high + 1e-6);
      assert.ok(expected >= 0 && window >= 1 && window <= 24);
      detector.learn(x, t);
      t += bucketMs * (random.next() < 0.05 ? random.below(2000) : 1);
    }
    assert.ok(JSON.stringify(detector.save()).length < 16_384);
  }
});

Deno.test("CountDetector needs a length of the buckets", () => {
  for (const bucketMs of [0, -1, NaN]) {
    assert.throws(() => new CountDetector({ bucketMs }), /A bucket must have a length/);
  }
});
