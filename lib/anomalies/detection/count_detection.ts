import { Lease } from "../../store/lease.ts";
import type { Store } from "../../store/store.ts";
import type { AnomalyService } from "../anomaly_service.ts";
import { BUCKET_MS, MAX_SERIES } from "./series.ts";
import { readCounts, type SeriesCounts } from "./series_counts.ts";
import { type Learned, SeriesStates } from "./series_states.ts";
import { type SeriesChange, type SeriesOverview, WatchedSeries } from "./watched_series.ts";

export interface CountDetectionOptions {
  store: Store;
  anomalies: Pick<AnomalyService, "record" | "update" | "close">;
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
/** History that the first start learns from; a series that is silent for so long is forgotten. */
const HISTORY_MS = 28 * DAY_MS;
/** Of history in one turn. */
const CHUNK_MS = 3 * DAY_MS;

/**
 * Watches how many events there are: of each type, and errors of each region. Only buckets that are
 * over are judged, each once, in their order. After a crash the buckets since the last saved state
 * are judged again, with the same result.
 */
export class CountDetection {
  readonly #store: Store;
  readonly #anomalies: CountDetectionOptions["anomalies"];
  readonly #now: () => number;
  readonly #lease: Lease;
  readonly #states: SeriesStates;
  #learned: Learned | null = null;
  #turn: Promise<boolean> | null = null;

  constructor({ store, anomalies, now = Date.now }: CountDetectionOptions) {
    this.#store = store;
    this.#anomalies = anomalies;
    this.#now = now;
    this.#lease = new Lease(store, now, "count_detection");
    this.#states = new SeriesStates(store);
  }

  /** Judges the buckets that are over, of at most three days. @returns whether there are more. */
  tick(): Promise<boolean> {
    return this.#turn ??= this.#step().finally(() => this.#turn = null);
  }

  /** What is watched, as it was saved last, by any process; by name. */
  async overview(): Promise<DetectionOverview> {
    const { until, series } = await this.#states.load();
    const watched = [...series.values()].map((each) => each.overview(until ?? 0));
    return {
      bucketMs: BUCKET_MS,
      until: until === null ? null : new Date(until).toISOString(),
      series: watched.toSorted((a, b) => a.seriesKey < b.seriesKey ? -1 : 1),
    };
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
    await this.#judge(learned, from, to);
    if (!await this.#states.save(learned.until, to, learned.series, notes)) return true;
    this.#learned = { ...learned, until: to };
    return to < end;
  }

  async #read(): Promise<Learned> {
    const until = await this.#states.until();
    if (this.#learned !== null && this.#learned.until === until) return this.#learned;
    return await this.#states.load();
  }

  async #judge({ series }: Learned, from: number, to: number): Promise<void> {
    const known = [...series.values()].map((watched) => watched.series);
    const found = await readCounts(this.#store.events, known, from, to);
    for (const [key, { series: name, counts }] of found) {
      const isNew = !series.has(key);
      if (isNew && series.size >= MAX_SERIES) continue;
      const watched = series.get(key) ?? new WatchedSeries(name);
      series.set(key, watched);
      await this.#learn(watched, counts, from, isNew);
    }
    for (const [key, { activeAt, anomalyId }] of series) {
      if (anomalyId === null && to - activeAt > HISTORY_MS) series.delete(key);
    }
  }

  async #learn(
    watched: WatchedSeries,
    counts: SeriesCounts["counts"],
    from: number,
    isNew: boolean,
  ): Promise<void> {
    // A new series begins with its first event.
    const first = isNew ? counts.findIndex((count) => count > 0) : 0;
    for (let index = Math.max(0, first); index < counts.length; index++) {
      const change = watched.step(counts[index] ?? 0, from + index * BUCKET_MS);
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
