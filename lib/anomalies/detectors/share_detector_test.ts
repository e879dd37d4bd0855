import assert from "node:assert/strict";
import { ShareDetector, type ShareVerdict } from "./share_detector.ts";
import { SeededRandom } from "./random.ts";

const BUCKET_MS = 300_000;
const DAY = 288;

interface Bucket {
  errors: number;
  requests: number;
}

function buckets(seed: number, length: number, share: number): Bucket[] {
  const random = new SeededRandom(seed);
  return Array.from({ length }, (_, index) => {
    const requests = Math.round(
      200 * (1 + 0.8 * Math.sin(2 * Math.PI * index / DAY)) + 20 * random.next(),
    );
    let errors = 0;
    for (let n = 0; n < requests; n++) if (random.next() < share) errors++;
    return { errors, requests };
  });
}

function run(detector: ShareDetector, values: readonly Bucket[], from = 0): ShareVerdict[] {
  return values.map(({ errors, requests }, index) => {
    const t = (from + index) * BUCKET_MS;
    const verdict = detector.score(errors, requests, t);
    detector.learn(errors, requests, t);
    return verdict;
  });
}

Deno.test("ShareDetector does not mind errors that follow the traffic", () => {
  const detector = new ShareDetector({ bucketMs: BUCKET_MS });
  run(detector, buckets(1, 5 * DAY, 0.05));
  const more = buckets(2, 30, 0.05).map(({ errors, requests }) => ({
    errors: errors * 5,
    requests: requests * 5,
  }));
  assert.ok(run(detector, more, 5 * DAY).every(({ z }) => Math.abs(z) < 5));
  assert.ok(Math.abs(detector.share - 0.05) < 0.01);
});

Deno.test("ShareDetector finds a larger share of errors at the same traffic", () => {
  const detector = new ShareDetector({ bucketMs: BUCKET_MS });
  run(detector, buckets(3, 5 * DAY, 0.03));
  const verdicts = run(detector, buckets(4, 12, 0.12), 5 * DAY);
  const loud = verdicts.findIndex(({ z }) => z > 5);
  assert.ok(loud >= 0 && loud <= 3, `found at ${loud}`);
  assert.equal(verdicts[loud]?.ready, true);
  for (const [index, { requests, window }] of verdicts.entries()) {
    const seen = buckets(4, 12, 0.12).slice(Math.max(0, index + 1 - window), index + 1);
    if (window <= index + 1) {
      assert.equal(requests, seen.reduce((sum, bucket) => sum + bucket.requests, 0));
    }
  }
});

Deno.test("ShareDetector gets used to a share that lasts", () => {
  const detector = new ShareDetector({ bucketMs: BUCKET_MS });
  run(detector, buckets(5, 5 * DAY, 0.03));
  const verdicts = run(detector, buckets(6, 2 * DAY, 0.12), 5 * DAY);
  assert.ok(verdicts.slice(DAY).every(({ z }) => Math.abs(z) < 5));
});

Deno.test("ShareDetector.restore() goes on as if it had never stopped", () => {
  const values = buckets(7, 4 * DAY, 0.1);
  const whole = run(new ShareDetector({ bucketMs: BUCKET_MS }), values);
  for (const cut of [0, 1, 23, 24, 700]) {
    const first = new ShareDetector({ bucketMs: BUCKET_MS });
    const before = run(first, values.slice(0, cut));
    const restored = ShareDetector.restore(JSON.parse(JSON.stringify(first.save())));
    assert.deepEqual([...before, ...run(restored, values.slice(cut), cut)], whole);
  }
});

Deno.test("ShareDetector.score() stands buckets without requests", () => {
  const detector = new ShareDetector({ bucketMs: BUCKET_MS });
  const verdicts = run(detector, new Array<Bucket>(50).fill({ errors: 0, requests: 0 }));
  assert.ok(verdicts.every(({ z, expected }) => z === 0 && expected === 0));
});
