import assert from "node:assert/strict";
import type { CountVerdict } from "./count_verdict.ts";
import { describeCount, describeGauge, timesExpected, windowStart } from "./series_reasons.ts";

const verdict: CountVerdict = {
  z: -6,
  recent: -6,
  window: 3,
  observed: 12,
  expected: 40,
  low: 5.4,
  high: 24.2,
  bucketExpected: 13,
  ready: true,
  readyAt: null,
};

Deno.test("describeCount() says observed, expected, times and the usual band", () => {
  assert.deepEqual(describeCount(verdict, "orders", 300_000), [{
    text: "12 orders in 15 minutes, 0.3 times the 40 expected; usual in 5 minutes now: 5 to 25",
    share: 100,
  }]);
  const sudden = { ...verdict, observed: 50, expected: 0, window: 1 };
  assert.match(
    describeCount(sudden, "errors", 60_000)[0]?.text ?? "",
    /^50 errors in 1 minute, where 0 were expected/,
  );
  assert.equal(timesExpected(sudden), null);
  assert.equal(windowStart(verdict, 900_000, 300_000), 300_000);
});

Deno.test("describeGauge() has a sentence for each view, with shares that sum to 100", () => {
  const reasons = describeGauge({
    score: 0.5,
    surprise: 20,
    views: [
      { name: "value", times: 0.42, n: 5000 },
      { name: "hour", times: 10, n: 900 },
      { name: "spread", times: 0.1, n: 100 },
    ],
    expected: 95,
    low: 80,
    high: 140,
    ready: true,
    readyAt: null,
  }, 166);
  assert.equal(
    reasons[0]?.text,
    "The value is 42 % beyond the record of 5,000 points: 166, known 80 to 140",
  );
  assert.match(reasons[1]?.text ?? "", /hour of the week is far beyond .*: 166, usual 95$/);
  assert.equal(reasons.reduce((sum, { share }) => sum + share, 0), 100);
});
