import { CountDetector } from "@/lib/anomalies/detectors/count_detector.ts";
import { GaugeDetector } from "@/lib/anomalies/detectors/gauge_detector.ts";

const DAY_MS = 86_400_000;
/** Longest gap of a series of counts that is filled with zeros. */
const MAX_GAP_MS = 7 * DAY_MS;
const GAP_RATE = 0.05;
/** When more rows than this follow a gap, the gaps are the spacing. */
const MAX_GAP_SHARE = 0.3;

/** Scores the points of one series as they come. */
export interface SeriesScorer {
  /** The score of the point, by what came before it. */
  next(x: number, t: number): number;
}

/** Scores a gauge: 0 to 1. */
export class GaugeScorer implements SeriesScorer {
  readonly #detector = new GaugeDetector();

  next(x: number, t: number): number {
    const { score } = this.#detector.score(x, t);
    this.#detector.learn(x, t);
    return score;
  }
}

/**
 * Scores counts: |z|, and 0 while learning. The length of a bucket is the time between the first two
 * different timestamps; buckets without a row had no events.
 */
export class CountScorer implements SeriesScorer {
  #detector: CountDetector | null = null;
  /** Points before the length of a bucket was known. */
  #waiting: [x: number, t: number][] = [];
  #lastAt = NaN;
  #gapShare = 0;

  next(x: number, t: number): number {
    const detector = this.#detector ?? this.#begin(x, t);
    if (detector === null) return 0;
    this.#fillGap(detector, t);
    const { z, ready } = detector.score(x, t);
    detector.learn(x, t);
    this.#lastAt = Math.max(t, this.#lastAt);
    return ready ? Math.abs(z) : 0;
  }

  #begin(x: number, t: number): CountDetector | null {
    const [, last] = this.#waiting.at(-1) ?? [0, t];
    if (!(t > last)) {
      this.#waiting.push([x, t]);
      return null;
    }
    this.#detector = new CountDetector({ bucketMs: Math.min(DAY_MS, t - last) });
    for (const [before, at] of this.#waiting) this.#detector.learn(before, at);
    this.#waiting = [];
    this.#lastAt = last;
    return this.#detector;
  }

  #fillGap(detector: CountDetector, t: number): void {
    const { bucketMs } = detector;
    const passed = t - this.#lastAt;
    const isGap = passed > 1.5 * bucketMs;
    this.#gapShare += GAP_RATE * ((isGap ? 1 : 0) - this.#gapShare);
    if (!isGap || this.#gapShare > MAX_GAP_SHARE) return;
    const first = t - Math.round(Math.min(passed, MAX_GAP_MS) / bucketMs - 1) * bucketMs;
    for (let at = first; at < t - bucketMs / 2; at += bucketMs) detector.learn(0, at);
  }
}
