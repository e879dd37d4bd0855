import { MAX_SERIES, type Series } from "./series.ts";
import { WatchedSeries } from "./watched_series.ts";

/** A series that is silent for so long is forgotten. */
export const SILENT_MS = 28 * 86_400_000;

/** The series that are watched, a bounded number: a new one takes the place of the one that is silent longest. */
export class WatchedSet {
  readonly #series: Map<string, WatchedSeries>;
  readonly #max: number;

  constructor(series = new Map<string, WatchedSeries>(), max = MAX_SERIES) {
    this.#series = series;
    this.#max = max;
  }

  get size(): number {
    return this.#series.size;
  }

  get(key: string): WatchedSeries | undefined {
    return this.#series.get(key);
  }

  entries(): Iterable<[string, WatchedSeries]> {
    return this.#series;
  }

  /**
   * Begins to watch a series that is active at `t`; `null` when there is no room, as all others were
   * active since then, or have an anomaly.
   */
  add(key: string, series: Series, t: number): WatchedSeries | null {
    if (this.#series.size >= this.#max && !this.#makeRoom(t)) return null;
    const watched = new WatchedSeries(series);
    this.#series.set(key, watched);
    return watched;
  }

  /** Forgets what was silent until `t` for four weeks. */
  forgetSilent(t: number): void {
    for (const [key, { activeAt, anomalyId }] of this.#series) {
      if (anomalyId === null && t - activeAt > SILENT_MS) this.#series.delete(key);
    }
  }

  #makeRoom(t: number): boolean {
    let silent: [key: string, activeAt: number] | null = null;
    for (const [key, { activeAt, anomalyId }] of this.#series) {
      if (anomalyId !== null || activeAt >= t) continue;
      if (silent === null || activeAt < silent[1]) silent = [key, activeAt];
    }
    return silent !== null && this.#series.delete(silent[0]);
  }
}
