import { Lease } from "../../store/lease.ts";
import type { Store } from "../../store/store.ts";
import type { AnomalyService } from "../anomaly_service.ts";
import { LevelSamples } from "./level_samples.ts";
import { BUCKET_MS, seriesKey, WAITING_JOBS } from "./series.ts";
import { lastPoint, readPoints, type SeriesPoints } from "./series_points.ts";
import { type Learned, SeriesStates } from "./series_states.ts";
import type { SeriesChange, SeriesOverview, WatchedSeries } from "./watched_series.ts";
import { SILENT_MS } from "./watched_set.ts";

export interface SeriesDetectionOptions {
  store: Store;
  anomalies: Pick<AnomalyService, "record" | "update" | "close">;
  /** How many jobs wait now; not watched without. */
  waitingJobs?: () => Promise<number>;
  now?: () => number;
}

/** All series that are watched. */
export interface DetectionOverview {
  bucketMs: number;
  /** End of the last bucket that was judged; null before the first. */
  until: string | null;
  series: SeriesOverview[];
}

const DAY_MS = 86_400_000;
/** Events arrive so late at most when their bucket is judged. */
const GRACE_MS = 30_000;
/** History that the first start learns from. */
const HISTORY_MS = SILENT_MS;
/** Of history in one turn. */
const CHUNK_MS = 3 * DAY_MS;

/**
 * Watches how many events there are of each type and errors of each region, which share of all events
 * are errors, and values that are money or lengths of time. Only buckets that are over are judged, each
 * once, in their order. After a crash the buckets since the last saved state are judged again, with
 * the same result.
 */
export class SeriesDetection {
  readonly #store: Store;
  readonly #anomalies: SeriesDetectionOptions["anomalies"];
  readonly #now: () => number;
  readonly #lease: Lease;
  readonly #states: SeriesStates;
  readonly #waitingJobs: LevelSamples | null;
  #learned: Learned | null = null;
  #turn: Promise<boolean> | null = null;

  constructor({ store, anomalies, waitingJobs, now = Date.now }: SeriesDetectionOptions) {
    this.#waitingJobs = waitingJobs === undefined ? null : new LevelSamples(store, waitingJobs);
    this.#store = store;
    this.#anomalies = anomalies;
    this.#now = now;
    this.#lease = new Lease(store, now, "detection");
    this.#states = new SeriesStates(store);
  }

  /** Judges the buckets that are over, of at most three days. @returns whether there are more. */
  tick(): Promise<boolean> {
    return this.#turn ??= this.#step().finally(() => this.#turn = null);
  }

  /** What is watched, as it was saved last, by any process; by name. */
  async overview(): Promise<DetectionOverview> {
    const { until, series } = await this.#states.load();
    const watched = [...series.entries()].map(([, each]) => each.overview(until ?? 0));
    return {
      bucketMs: BUCKET_MS,
      until: until === null ? null : new Date(until).toISOString(),
      series: watched.toSorted((a, b) => a.seriesKey < b.seriesKey ? -1 : 1),
    };
  }

  /** How many series are watched, as it was saved last. */
  watched(): Promise<number> {
    return this.#states.count();
  }

  /** Lets another process go on. */
  async release(): Promise<void> {
    await this.#turn?.catch(() => {});
    this.#learned = null;
    await this.#lease.release();
  }

  async #step(): Promise<boolean> {
    if (!await this.#lease.hold()) {
      this.#learned = null;
      return false;
    }
    const end = floor(this.#now() - GRACE_MS);
    const learned = await this.#read();
    const from = Math.max(learned.until ?? 0, end - HISTORY_MS);
    if (from >= end) return false;
    const to = Math.min(end, from + CHUNK_MS);
    // Until it is saved, what is learned now is not known to be stored.
    this.#learned = null;
    const notes = await this.#states.notes();
    for (const note of notes) learned.series.get(note.seriesKey)?.hear(note);
    await this.#judge(learned, from, to, to === end);
    if (!await this.#states.save(learned.until, to, learned.series, notes)) return true;
    this.#learned = { ...learned, until: to };
    return to < end;
  }

  async #read(): Promise<Learned> {
    const until = await this.#states.until();
    if (this.#learned !== null && this.#learned.until === until) return this.#learned;
    return await this.#states.load();
  }

  async #judge(
    { series }: Learned,
    from: number,
    to: number,
    isNow: boolean,
  ): Promise<void> {
    const known = [...series.entries()].map(([, watched]) => watched.series)
      .filter(({ metric }) => metric !== WAITING_JOBS.metric);
    const found = await readPoints(this.#store.events, known, from, to);
    if (this.#waitingJobs !== null && isNow) {
      const level = await this.#waitingJobs.of(to);
      found.set(seriesKey(WAITING_JOBS), lastPoint(WAITING_JOBS, level, from, to));
    }
    for (const [key, points] of found) {
      const watched = series.get(key);
      // A new series begins with its first events.
      const first = watched === undefined ? points.totals.findIndex((total) => total > 0) : 0;
      if (first < 0) continue;
      const begin = from + first * BUCKET_MS;
      const each = watched ?? series.add(key, points.series, begin);
      if (each !== null) await this.#learn(each, points, from, first);
    }
    series.forgetSilent(to);
  }

  async #learn(
    watched: WatchedSeries,
    { values, totals }: SeriesPoints,
    from: number,
    first: number,
  ): Promise<void> {
    for (let index = first; index < values.length; index++) {
      const t = from + index * BUCKET_MS;
      const change = watched.step(values[index] ?? null, totals[index] ?? 0, t);
      if (change !== null) await this.#apply(watched, change);
    }
  }

  async #apply(watched: WatchedSeries, change: SeriesChange): Promise<void> {
    if (change.step === "opened") {
      watched.anomalyId = (await this.#anomalies.record(change.anomaly)).id;
      return;
    }
    const id = watched.anomalyId;
    if (id === null) return;
    if (change.step === "grew") await this.#anomalies.update(id, change.changes);
    else {
      watched.anomalyId = null;
      await this.#anomalies.close(id, change.endedAt);
    }
  }
}

function floor(t: number): number {
  return Math.floor(t / BUCKET_MS) * BUCKET_MS;
}
