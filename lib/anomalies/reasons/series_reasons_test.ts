import assert from "node:assert/strict";
import type { CountVerdict } from "../detectors/count_verdict.ts";
import { describeCount, describeGauge, describeShare } from "./series_reasons.ts";

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

const ORDERS = { type: "order", dimension: null, dimensionValue: null };

Deno.test("describeCount() says observed, expected, times and the usual band, and the facts", () => {
  const [reason] = describeCount(verdict, ORDERS, 300_000);
  assert.deepEqual(reason, {
    kind: "count",
    facts: {
      type: "order",
      dimension: "",
      value: "",
      observed: 12,
      expected: 40,
      windowMs: 900_000,
      low: 5.4,
      high: 24.2,
      bucketMs: 300_000,
    },
    text:
      "12 order events in 15 minutes, 0.3 times the 40 expected; usual in 5 minutes now: 5 to 25",
    share: 100,
  });
  const sudden = { ...verdict, observed: 50, expected: 0, window: 1 };
  const inSP = { type: "error", dimension: "region", dimensionValue: "SP" };
  assert.match(
    describeCount(sudden, inSP, 60_000)[0]?.text ?? "",
    /^50 error events of region SP in 1 minute, where 0 were expected/,
  );
});

Deno.test("describeShare() says which part of how many events", () => {
  const figures = { observed: 0.2, expected: 0.025, low: 0, high: 0.08, total: 60 };
  assert.equal(
    describeShare(figures, { ...ORDERS, type: "error" }, 300_000, 300_000)[0]?.text,
    "20 % of 60 events in 5 minutes are of type error, 8 times the 2.5 % expected; " +
      "usual in 5 minutes now: 0 % to 8 %",
  );
});

Deno.test("describeGauge() has a sentence for each view, with shares that sum to 100", () => {
  const reasons = describeGauge(
    {
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
    },
    166,
    "number",
  );
  assert.equal(
    reasons[0]?.text,
    "The value is 42 % beyond the record of 5,000 points: 166, known 80 to 140",
  );
  assert.match(reasons[1]?.text ?? "", /hour of the week is far beyond .*: 166, usual 95$/);
  assert.equal(reasons.reduce((sum, { share }) => sum + share, 0), 100);
});
