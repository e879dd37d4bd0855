import assert from "node:assert/strict";
import { FEEDBACK_NOTES } from "../series_feedback.ts";
import {
  append,
  BEGIN,
  burst,
  DAY_MS,
  END,
  event,
  GRACE_MS,
  quiet,
  Rig,
} from "../testing/detection_rig.ts";
import { BUCKET_MS } from "./series.ts";

const HISTORY = quiet(BEGIN, END);

Deno.test("SeriesDetection finds nothing in a quiet history", async () => {
  await using rig = await Rig.open(HISTORY);
  await rig.judgeUntil(END + GRACE_MS);
  assert.deepEqual(await rig.found(), []);
});

Deno.test("SeriesDetection finds a burst within two buckets, by type and region, and says when it is over", async () => {
  await using rig = await Rig.open(HISTORY);
  await rig.judgeUntil(END + GRACE_MS);
  await append(rig.store, [...quiet(END, END + BUCKET_MS), ...burst(END, 60)]);
  await rig.judgeUntil(END + BUCKET_MS + GRACE_MS);
  const found = await rig.found();
  assert.deepEqual(found.map(({ seriesKey }) => seriesKey).toSorted(), [
    "count:error",
    "count:error:region:North",
    "share:error",
  ]);
  for (const anomaly of found) {
    assert.equal(anomaly.direction, "high");
    assert.equal(anomaly.endedAt, null);
    assert.equal(anomaly.noticedAt, new Date(END + BUCKET_MS).toISOString());
    const { kind, observed, expected, reasons } = anomaly;
    if (kind === "share") {
      assert.ok(observed > 0.9 && observed < 0.95 && expected > 0.1 && expected < 0.3);
      assert.match(reasons[0]?.text ?? "", /^9\d[.\d]* % of 6\d events .* times the .* % expected/);
    } else {
      assert.ok(observed >= 60 && expected < 10);
      assert.match(reasons[0]?.text ?? "", /^6\d error events .*times the .* expected/);
    }
  }
  await append(rig.store, quiet(END + BUCKET_MS, END + 12 * BUCKET_MS));
  await rig.judgeUntil(END + 12 * BUCKET_MS + GRACE_MS);
  assert.ok((await rig.found()).every(({ endedAt }) => endedAt !== null));
  assert.equal((await rig.found()).length, 3);
});

Deno.test("SeriesDetection never judges a bucket that is not over", async () => {
  await using rig = await Rig.open([...HISTORY, ...burst(END, 60)]);
  await rig.judgeUntil(END + BUCKET_MS + GRACE_MS - 1);
  assert.deepEqual(await rig.found(), []);
  await rig.judgeUntil(END + BUCKET_MS + GRACE_MS);
  assert.equal((await rig.found()).length, 3);
});

Deno.test("SeriesDetection.overview() tells what is watched, what is usual and what still learns", async () => {
  await using rig = await Rig.open([...HISTORY, event("signup", END - DAY_MS, "first")]);
  assert.deepEqual(await rig.detection.overview(), {
    bucketMs: BUCKET_MS,
    until: null,
    series: [],
  });
  await rig.judgeUntil(END + GRACE_MS);
  const { until, series } = await rig.detection.overview();
  assert.equal(until, new Date(END).toISOString());
  assert.deepEqual(series.map(({ seriesKey, learning }) => [seriesKey, learning]), [
    ["count:error", false],
    ["count:error:region:North", false],
    ["count:error:region:South", false],
    ["count:purchase", false],
    ["count:signup", true],
    ["share:error", false],
    ["share:error:region:North", false],
    ["share:error:region:South", false],
  ]);
  const [purchases, signups, share] = series.slice(3);
  assert.equal(signups?.readyAt, new Date(END + DAY_MS).toISOString());
  assert.ok(share!.expected > 0.1 && share!.expected < 0.3 && share!.high <= 1);
  assert.ok(purchases !== undefined);
  assert.ok(purchases.expected > 3.5 && purchases.expected < 6.5);
  assert.ok(purchases.low < purchases.expected && purchases.expected < purchases.high);
});

Deno.test("SeriesDetection notices that a type has gone silent", async () => {
  await using rig = await Rig.open(HISTORY);
  await rig.judgeUntil(END + DAY_MS / 4);
  const purchases = (await rig.found()).filter(({ type }) => type === "purchase");
  assert.deepEqual(purchases.map(({ direction }) => direction), ["low"]);
});

Deno.test("SeriesDetection goes on after a restart as if there had been none", async () => {
  const after = [...quiet(END, END + 24 * BUCKET_MS), ...burst(END + 3 * BUCKET_MS, 60)];
  const end = END + 24 * BUCKET_MS + GRACE_MS;
  await using whole = await Rig.open([...HISTORY, ...after]);
  await whole.judgeUntil(end);
  const expected = await whole.found();
  assert.equal(expected.length, 3);
  await using rig = await Rig.open([...HISTORY, ...after]);
  await rig.detection.tick();
  for (let now = END; now < end; now += BUCKET_MS) {
    rig.restart();
    await rig.judgeUntil(now + GRACE_MS);
  }
  assert.deepEqual(await rig.found(), expected);
});

Deno.test("SeriesDetection judges a part again when it could not be saved, with the same anomalies", async () => {
  const events = [...HISTORY, ...burst(END - 3 * BUCKET_MS, 60)];
  await using rig = await Rig.open(events);
  // Both begin at the same moment; the one that is second to save changes nothing.
  const [first, second] = [rig.detection, (rig.restart(), rig.detection)];
  rig.now = END + GRACE_MS;
  await Promise.all([first.tick(), second.tick()]);
  await rig.judgeUntil(END + GRACE_MS);
  assert.equal((await rig.found()).length, 3);
});

/** A burst on two days at the same time, and one later on the second day. */
const DAILY = [
  ...HISTORY,
  ...quiet(END, END + 2 * DAY_MS),
  ...burst(END + 6 * BUCKET_MS, 60),
  ...burst(END + DAY_MS + 6 * BUCKET_MS, 60),
  ...burst(END + DAY_MS + 60 * BUCKET_MS, 60),
];

/** Hours after the begin of the second day at which an anomaly of all errors was noticed. */
async function secondDay(rig: Rig): Promise<number[]> {
  await rig.judgeUntil(END + 2 * DAY_MS);
  const noticed = (await rig.found()).filter(({ seriesKey }) => seriesKey === "count:error")
    .map(({ noticedAt }) => (Date.parse(noticedAt) - END - DAY_MS) / (12 * BUCKET_MS));
  return noticed.filter((hour) => hour > 0).map((hour) => Math.round(hour * 10) / 10);
}

Deno.test("SeriesDetection learns what is normal once: the same is quiet, other bursts are not", async () => {
  await using plain = await Rig.open(DAILY);
  assert.deepEqual(await secondDay(plain), [0.6, 5.1]);

  await using rig = await Rig.open(DAILY);
  await rig.judgeUntil(END + DAY_MS / 2);
  assert.equal((await rig.found()).length, 3);
  await rig.say("normal");
  rig.restart();
  await rig.judgeUntil(END + DAY_MS / 2 + BUCKET_MS);
  assert.equal(await rig.store.collection(FEEDBACK_NOTES).count(), 0);
  rig.restart();
  assert.deepEqual(await secondDay(rig), [5.1]);

  await using doubtful = await Rig.open(DAILY);
  await doubtful.judgeUntil(END + DAY_MS / 2);
  await doubtful.say("normal");
  await doubtful.judgeUntil(END + DAY_MS / 2 + BUCKET_MS);
  await doubtful.say(null);
  assert.deepEqual(await secondDay(doubtful), [0.6, 5.1]);
});
