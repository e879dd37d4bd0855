import assert from "node:assert/strict";
import type { Event } from "../../events/event.ts";
import { seededRandom } from "../../sample/random.ts";
import { append, BEGIN, DAY_MS, END, event, GRACE_MS, Rig } from "../testing/detection_rig.ts";
import { AnomalyService } from "../anomaly_service.ts";
import { LEVEL_SAMPLES } from "./level_samples.ts";
import { BUCKET_MS } from "./series.ts";
import { SeriesDetection } from "./series_detection.ts";

/** Requests in each of two regions, of which about one in forty fails. */
function requests(
  from: number,
  to: number,
  failing: (t: number, region: string) => boolean = () => false,
  perBucket = 10,
): Event[] {
  const random = seededRandom(3);
  const events: Event[] = [];
  for (let t = from; t < to; t += BUCKET_MS) {
    for (const region of ["North", "South"]) {
      const isDown = failing(t, region);
      for (let n = 0; n < perBucket; n++) {
        const isError = isDown || random.next() < 0.025;
        events.push(event(isError ? "error" : "login", t + n * 1000, region, region));
      }
    }
  }
  return events;
}

/** Sales of about 100 in each bucket, and a latency of about 20 in every second one. */
function values(from: number, to: number, factor: (t: number) => number): Event[] {
  const random = seededRandom(5);
  const events: Event[] = [];
  for (let t = from; t < to; t += BUCKET_MS) {
    const price = () => Math.round(factor(t) * (50 + random.normal() * 5) * 100) / 100;
    for (let n = 0; n < 2; n++) {
      events.push({ ...event("purchase", t + n, "sale"), value: price(), currency: "BRL" });
    }
    if ((t / BUCKET_MS) % 2 === 0) continue;
    const value = factor(t) * (20 + random.normal());
    events.push({ ...event("checkout.latency", t, "x"), value });
  }
  return events;
}

Deno.test("SeriesDetection finds a region in which all requests fail by its share, and when that is over", async () => {
  const begin = END + 4 * BUCKET_MS;
  const isDown = (t: number, region: string) =>
    region === "South" && t >= begin && t < begin + 6 * BUCKET_MS;
  await using rig = await Rig.open(requests(BEGIN, END + DAY_MS / 4, isDown));
  await rig.judgeUntil(END + DAY_MS / 4 + GRACE_MS);
  const shares = (await rig.found()).filter(({ kind }) => kind === "share");
  assert.deepEqual(shares.map(({ seriesKey }) => seriesKey).toSorted(), [
    "share:error",
    "share:error:region:South",
  ]);
  for (const { observed, expected, low, high, metric, endedAt, noticedAt, reasons } of shares) {
    assert.equal(metric, "share");
    assert.ok(expected > 0.01 && expected < 0.05 && low === 0 && high < observed && observed <= 1);
    assert.ok(Date.parse(noticedAt) <= begin + 3 * BUCKET_MS && endedAt !== null);
    assert.match(reasons[0]?.text ?? "", /are of type error, \d/);
  }
});

Deno.test("SeriesDetection does not call more errors with more traffic a share", async () => {
  await using rig = await Rig.open(requests(BEGIN, END));
  await append(rig.store, requests(END, END + 12 * BUCKET_MS, undefined, 100));
  await rig.judgeUntil(END + 12 * BUCKET_MS + GRACE_MS);
  const found = await rig.found();
  assert.ok(found.length > 0);
  assert.deepEqual(found.filter(({ kind }) => kind === "share"), []);
});

Deno.test("SeriesDetection finds records of revenue and of a measured time, with their units", async () => {
  const high = END + 6 * BUCKET_MS;
  const factor = (t: number) => t >= high && t < high + 4 * BUCKET_MS ? 4 : 1;
  await using rig = await Rig.open(values(BEGIN, END + DAY_MS / 4, factor));
  await rig.judgeUntil(high);
  assert.deepEqual(await rig.found(), []);
  await rig.judgeUntil(END + DAY_MS / 4 + GRACE_MS);
  const found = await rig.found();
  assert.deepEqual(found.map(({ seriesKey, metric }) => [seriesKey, metric]).toSorted(), [
    ["gauge:checkout.latency:avg", "avg"],
    ["gauge:purchase:sum", "sum"],
  ]);
  for (const { metric, observed, expected, score, endedAt, reasons } of found) {
    const usual = metric === "sum" ? 100 : 20;
    assert.ok(Math.abs(expected - usual) < 0.1 * usual && observed > 3 * usual, `${observed}`);
    assert.ok(score > 0.163 && score < 1);
    assert.ok(endedAt !== null && Date.parse(endedAt) <= high + 12 * BUCKET_MS);
    assert.equal(reasons[0]?.facts?.unit, metric === "sum" ? "money" : "number");
    assert.equal(reasons.reduce((sum, { share }) => sum + share, 0), 100);
  }
});

Deno.test("SeriesDetection watches how many jobs wait, and judges again by what it saw first", async () => {
  await using rig = await Rig.open([event("login", END, "first")]);
  const { store } = rig;
  const begin = END + 2.5 * DAY_MS;
  let now = END + GRACE_MS;
  let looks = 0;
  let fails = false;
  const service = new AnomalyService({ store, onChanged: () => {} });
  const anomalies: Pick<AnomalyService, "record" | "update" | "close"> = {
    record: (anomaly) => fails ? Promise.reject(new Error("away")) : service.record(anomaly),
    update: (id, changes) => service.update(id, changes),
    close: (id, endedAt) => service.close(id, endedAt),
  };
  const waitingJobs = () => Promise.resolve(now < begin ? looks++ % 7 : 300 + looks++);
  const detection = new SeriesDetection({ store, anomalies, waitingJobs, now: () => now });
  for (; now < begin; now += 5 * BUCKET_MS) await detection.tick();
  assert.deepEqual(await rig.found(), []);
  fails = true;
  await assert.rejects(detection.tick(), /away/);
  const seen = 300 + looks - 1;
  fails = false;
  await detection.tick();
  const [backlog] = await rig.found();
  assert.deepEqual([backlog?.seriesKey, backlog?.observed], ["gauge:queue.pending:level", seen]);
  assert.equal(await store.collection(LEVEL_SAMPLES).count(), 0);
  await detection.release();
});
