import assert from "node:assert/strict";
import { join } from "node:path";
import type { Event, Metadata } from "../../events/event.ts";
import { seededRandom } from "../../sample/random.ts";
import { openSqliteStore } from "../../store/sqlite/sqlite_store.ts";
import type { Store } from "../../store/store.ts";
import type { AnomalyFeedback, PublicAnomaly } from "../anomaly.ts";
import { AnomalyService } from "../anomaly_service.ts";
import { FEEDBACK_NOTES } from "../series_feedback.ts";
import { CountDetection } from "./count_detection.ts";
import { BUCKET_MS } from "./series.ts";

const DAY_MS = 86_400_000;
const BEGIN = Date.UTC(2026, 9, 5);
const DAYS = 4;
const END = BEGIN + DAYS * DAY_MS;
const GRACE_MS = 30_000;

function event(type: string, t: number, name: string, region?: string): Event {
  const timestamp = new Date(t).toISOString();
  const metadata: Metadata = region === undefined ? {} : { region };
  return {
    id: `${type}-${t}-${name}`,
    userId: "ana",
    type,
    value: null,
    metadata,
    source: "test",
    timestamp,
    receivedAt: timestamp,
  };
}

/** About five purchases and one error in each bucket, evenly, with some chance. */
function quiet(from: number, to: number): Event[] {
  const random = seededRandom(7);
  const events: Event[] = [];
  for (let t = from; t < to; t += BUCKET_MS) {
    const count = Math.max(0, Math.round(5 + random.normal() * 1.5));
    for (let n = 0; n < count; n++) events.push(event("purchase", t + n * 1000, "quiet"));
    events.push(event("error", t + 5000, "quiet", regionOf(t)));
  }
  return events;
}

function regionOf(t: number): string {
  return (t / BUCKET_MS) % 2 === 0 ? "North" : "South";
}

function burst(t: number, count: number): Event[] {
  return Array.from({ length: count }, (_, n) => event("error", t + n * 500, `burst${n}`, "North"));
}

async function append(store: Store, events: readonly Event[]): Promise<void> {
  for (let from = 0; from < events.length; from += 1000) {
    await store.events.append(events.slice(from, from + 1000));
  }
}

class Rig implements AsyncDisposable {
  now = END + GRACE_MS;
  detection: CountDetection;
  readonly #anomalies: AnomalyService;

  private constructor(readonly store: Store, readonly folder: string) {
    this.#anomalies = new AnomalyService({ store, onChanged: () => {}, now: () => this.now });
    this.detection = this.#open();
  }

  static async open(events: readonly Event[]): Promise<Rig> {
    const folder = await Deno.makeTempDir({ prefix: "vigia-detection-" });
    const store = await openSqliteStore({ path: join(folder, "vigia.db") });
    await append(store, events);
    return new Rig(store, folder);
  }

  /** Forgets what is only in memory, as a process that was killed. */
  restart(): void {
    this.detection = this.#open();
  }

  /** Says at `now` that what was found so far is normal, or takes that back. */
  async say(feedback: AnomalyFeedback | null): Promise<void> {
    const { items } = await this.#anomalies.list({ limit: 100 });
    for (const { id } of items) await this.#anomalies.giveFeedback(id, feedback);
  }

  async judgeUntil(now: number): Promise<void> {
    this.now = now;
    while (await this.detection.tick()) { /* the next part of history */ }
  }

  /** Oldest first, without ids. */
  async found(): Promise<Omit<PublicAnomaly, "id">[]> {
    const { items } = await this.#anomalies.list({ limit: 100 });
    return items.map(({ id: _, ...anomaly }) => anomaly).reverse();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.detection.release();
    await this.store.close();
    await Deno.remove(this.folder, { recursive: true });
  }

  #open(): CountDetection {
    const { store } = this;
    return new CountDetection({ store, anomalies: this.#anomalies, now: () => this.now });
  }
}

const HISTORY = quiet(BEGIN, END);

Deno.test("CountDetection finds nothing in a quiet history", async () => {
  await using rig = await Rig.open(HISTORY);
  await rig.judgeUntil(END + GRACE_MS);
  assert.deepEqual(await rig.found(), []);
});

Deno.test("CountDetection finds a burst within two buckets, by type and region, and says when it is over", async () => {
  await using rig = await Rig.open(HISTORY);
  await rig.judgeUntil(END + GRACE_MS);
  await append(rig.store, [...quiet(END, END + BUCKET_MS), ...burst(END, 60)]);
  await rig.judgeUntil(END + BUCKET_MS + GRACE_MS);
  const found = await rig.found();
  assert.deepEqual(found.map(({ seriesKey }) => seriesKey).toSorted(), [
    "count:error",
    "count:error:region:North",
  ]);
  for (const anomaly of found) {
    assert.equal(anomaly.direction, "high");
    assert.equal(anomaly.endedAt, null);
    assert.equal(anomaly.noticedAt, new Date(END + BUCKET_MS).toISOString());
    assert.ok(anomaly.observed >= 60 && anomaly.expected < 10);
    assert.match(anomaly.reasons[0]?.text ?? "", /^6\d error events .*times the .* expected/);
  }
  await append(rig.store, quiet(END + BUCKET_MS, END + 12 * BUCKET_MS));
  await rig.judgeUntil(END + 12 * BUCKET_MS + GRACE_MS);
  assert.ok((await rig.found()).every(({ endedAt }) => endedAt !== null));
  assert.equal((await rig.found()).length, 2);
});

Deno.test("CountDetection never judges a bucket that is not over", async () => {
  await using rig = await Rig.open([...HISTORY, ...burst(END, 60)]);
  await rig.judgeUntil(END + BUCKET_MS + GRACE_MS - 1);
  assert.deepEqual(await rig.found(), []);
  await rig.judgeUntil(END + BUCKET_MS + GRACE_MS);
  assert.equal((await rig.found()).length, 2);
});

Deno.test("CountDetection.overview() tells what is watched, what is usual and what still learns", async () => {
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
  ]);
  assert.equal(series.at(-1)?.readyAt, new Date(END + DAY_MS).toISOString());
  const purchases = series.at(-2)!;
  assert.ok(purchases.expected > 3.5 && purchases.expected < 6.5);
  assert.ok(purchases.low < purchases.expected && purchases.expected < purchases.high);
});

Deno.test("CountDetection notices that a type has gone silent", async () => {
  await using rig = await Rig.open(HISTORY);
  await rig.judgeUntil(END + DAY_MS / 4);
  const purchases = (await rig.found()).filter(({ type }) => type === "purchase");
  assert.deepEqual(purchases.map(({ direction }) => direction), ["low"]);
});

Deno.test("CountDetection goes on after a restart as if there had been none", async () => {
  const after = [...quiet(END, END + 24 * BUCKET_MS), ...burst(END + 3 * BUCKET_MS, 60)];
  const end = END + 24 * BUCKET_MS + GRACE_MS;
  await using whole = await Rig.open([...HISTORY, ...after]);
  await whole.judgeUntil(end);
  const expected = await whole.found();
  assert.equal(expected.length, 2);
  await using rig = await Rig.open([...HISTORY, ...after]);
  await rig.detection.tick();
  for (let now = END; now < end; now += BUCKET_MS) {
    rig.restart();
    await rig.judgeUntil(now + GRACE_MS);
  }
  assert.deepEqual(await rig.found(), expected);
});

Deno.test("CountDetection judges a part again when it could not be saved, with the same anomalies", async () => {
  const events = [...HISTORY, ...burst(END - 3 * BUCKET_MS, 60)];
  await using rig = await Rig.open(events);
  // Both begin at the same moment; the one that is second to save changes nothing.
  const [first, second] = [rig.detection, (rig.restart(), rig.detection)];
  rig.now = END + GRACE_MS;
  await Promise.all([first.tick(), second.tick()]);
  await rig.judgeUntil(END + GRACE_MS);
  assert.equal((await rig.found()).length, 2);
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

Deno.test("CountDetection learns what is normal once: the same is quiet, other bursts are not", async () => {
  await using plain = await Rig.open(DAILY);
  assert.deepEqual(await secondDay(plain), [0.6, 5.1]);

  await using rig = await Rig.open(DAILY);
  await rig.judgeUntil(END + DAY_MS / 2);
  assert.equal((await rig.found()).length, 2);
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
