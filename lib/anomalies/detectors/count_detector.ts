import { type CountVerdict, countVerdict } from "./count_verdict.ts";
import { type LearningState, LearningTime } from "./learning_time.ts";
import { LevelShift } from "./level_shift.ts";
import { Season, type SeasonState } from "./season.ts";
import { type ScanState, WindowScan } from "./window_scan.ts";

const DAY_MS = 86_400_000;
/** Of the level, in a whole day of buckets. */
const DAY_RATE = 0.2;
const MAX_LEVEL_RATE = 0.05;
const FIRST_LEVEL_RATE = 0.02;
const SHIFT_RATE = 0.1;
const CLIP = 3;

/** A {@linkcode CountDetector} as JSON. */
export interface CountState {
  bucketMs: number;
  level: number;
  learned: number;
  streak: number;
  season: SeasonState;
  scan: ScanState;
  time: LearningState;
}

/**
 * Finds windows with too many or too few events in a series of counts per bucket: a seasonal
 * negative-binomial scan. Call `score`, then `learn`, once for each finished bucket, with zeros for
 * empty ones.
 */
export class CountDetector {
  readonly bucketMs: number;
  #season: Season;
  #scan = new WindowScan();
  #shift = new LevelShift();
  #time = new LearningTime();
  #level = 0;
  #learned = 0;

  constructor(options: { bucketMs: number }) {
    if (!(options.bucketMs > 0)) {
      throw new RangeError(`A bucket must have a length, got ${options.bucketMs} ms`);
    }
    this.bucketMs = options.bucketMs;
    this.#season = new Season(options.bucketMs);
  }

  /** Judges `x` events in the bucket that begins at `t` by what was learned before it. */
  score(x: number, t: number): CountVerdict {
    const lambda = this.expected(t, x);
    this.#scan.judge(x, lambda);
    return countVerdict(this.#scan, lambda, this.#time.at(t));
  }

  /** Learns the bucket. An anomaly hardly changes what is expected, a lasting change does. */
  learn(x: number, t: number): void {
    if (this.#time.see(x, t)) this.#forget();
    if (this.#learned === 0) this.#level = x;
    const lambda = this.expected(t, x);
    this.#scan.judge(x, lambda);
    const shifted = this.#shift.see(this.#scan.z);
    const deviation = Math.sqrt(lambda + this.#scan.dispersion(0) * lambda * lambda + 0.25);
    const clipped = Math.max(lambda - CLIP * deviation, Math.min(lambda + CLIP * deviation, x));
    this.#scan.learn(x, lambda);
    if (shifted) {
      this.#level = Math.max(0, this.#level + SHIFT_RATE * (x - lambda));
    } else {
      const first = this.#learned * this.bucketMs < DAY_MS;
      const rate = Math.max(
        first ? FIRST_LEVEL_RATE : Math.min(MAX_LEVEL_RATE, DAY_RATE * this.bucketMs / DAY_MS),
        1 / (this.#learned + 1),
      );
      this.#season.learn(clipped, lambda, this.#level, t);
      this.#level = Math.max(0, this.#level + rate * (clipped - lambda));
    }
    this.#learned++;
  }

  /** Events expected in the bucket at `t`; of a series not seen before, those that are there. */
  expected(t: number, x = 0): number {
    if (this.#learned === 0) return x;
    return this.#level * this.#season.factor(this.#level, t);
  }

  save(): CountState {
    return {
      bucketMs: this.bucketMs,
      level: this.#level,
      learned: this.#learned,
      streak: this.#shift.streak,
      season: this.#season.save(),
      scan: this.#scan.save(),
      time: this.#time.save(),
    };
  }

  static restore(state: CountState): CountDetector {
    const detector = new CountDetector({ bucketMs: state.bucketMs });
    detector.#level = state.level;
    detector.#learned = state.learned;
    detector.#shift.streak = state.streak;
    detector.#season = Season.restore(state.bucketMs, state.season);
    detector.#scan = WindowScan.restore(state.scan);
    detector.#time = LearningTime.restore(state.time);
    return detector;
  }

  #forget(): void {
    this.#season = new Season(this.bucketMs);
    this.#scan = new WindowScan();
    this.#shift = new LevelShift();
    this.#level = 0;
    this.#learned = 0;
  }
}
