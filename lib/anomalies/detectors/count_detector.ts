import { type CountVerdict, countVerdict } from "./count_verdict.ts";
import { type LearningState, LearningTime } from "./learning_time.ts";
import { LevelShift } from "./level_shift.ts";
import { Season, type SeasonState } from "./season.ts";
import { type ScanState, WindowScan } from "./window_scan.ts";

const DAY_MS = 86_400_000;
/** Of the level, in a whole day of buckets. */
const DAY_RATE = 0.4;
const MAX_LEVEL_RATE = 0.05;
const FIRST_LEVEL_RATE = 0.02;
const SHIFT_RATE = 0.1;
const CLIP = 3;
/** Dispersion on top on a day of the week that was not seen before: weekends are different. */
const NEW_DAY_DOUBT = 0.05;
/** After a shift the old level is remembered so long: outages end. */
const RECALL_MS = 3 * DAY_MS;
/** A bucket is back at the old level when it is this near to it and this far from the new one. */
const NEAR_Z = 3;
const FAR_Z = 4;
/** A season that was seen for a week is not learned from anomalies, nor from an outage. */
const SETTLED_MS = 7 * DAY_MS;
const QUIET_Z = 4;
const OUT_PART = 0.25;

/** A {@linkcode CountDetector} as JSON. */
export interface CountState {
  bucketMs: number;
  level: number;
  learned: number;
  streak: number;
  /** The level before the last shift, and until when it is remembered. */
  before: { level: number; until: number } | null;
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
  #before: CountState["before"] = null;

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
    this.#scan.judge(x, lambda, this.#doubt(t));
    return countVerdict(this.#scan, lambda, this.#time.at(t));
  }

  /** Learns the bucket. An anomaly hardly changes what is expected, a lasting change does. */
  learn(x: number, t: number): void {
    if (this.#time.see(x, t)) this.#forget();
    if (this.#learned === 0) this.#level = x;
    const lambda = this.expected(t, x);
    this.#scan.judge(x, lambda, this.#doubt(t));
    const shifted = this.#recall(x, t) ? false : this.#shift.see(this.#scan.z);
    const deviation = Math.sqrt(lambda + this.#scan.dispersion(0) * lambda * lambda + 0.25);
    const clipped = Math.max(lambda - CLIP * deviation, Math.min(lambda + CLIP * deviation, x));
    this.#scan.learn(x, lambda);
    if (shifted) {
      if (this.#isSettled) this.#before ??= { level: this.#level, until: t + RECALL_MS };
      this.#level = Math.max(0, this.#level + SHIFT_RATE * (x - lambda));
    } else {
      const first = this.#learned * this.bucketMs < DAY_MS;
      const rate = Math.max(
        first ? FIRST_LEVEL_RATE : Math.min(MAX_LEVEL_RATE, DAY_RATE * this.bucketMs / DAY_MS),
        1 / (this.#learned + 1),
      );
      if (!this.#isSettled || !this.#isOut && Math.abs(this.#scan.z) < QUIET_Z) {
        this.#season.learn(clipped, lambda, this.#level, t);
      }
      this.#level = Math.max(0, this.#level + rate * (clipped - lambda));
    }
    this.#learned++;
  }

  /** Events expected in the bucket at `t`; of a series not seen before, those that are there. */
  expected(t: number, x = 0): number {
    if (this.#learned === 0) return x;
    return this.#oldExpectation(x, t) ?? this.#at(this.#level, t);
  }

  save(): CountState {
    return {
      bucketMs: this.bucketMs,
      level: this.#level,
      learned: this.#learned,
      streak: this.#shift.streak,
      before: this.#before === null ? null : { ...this.#before },
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
    detector.#before = state.before === null ? null : { ...state.before };
    detector.#season = Season.restore(state.bucketMs, state.season);
    detector.#scan = WindowScan.restore(state.scan);
    detector.#time = LearningTime.restore(state.time);
    return detector;
  }

  #doubt(t: number): number {
    return this.#season.isNew(t) ? NEW_DAY_DOUBT : 0;
  }

  /** Whether the season was seen for a week. */
  get #isSettled(): boolean {
    return this.#learned * this.bucketMs >= SETTLED_MS;
  }

  /** Whether the level fell so far that it says nothing of the season: an outage. */
  get #isOut(): boolean {
    return this.#before !== null && this.#level < OUT_PART * this.#before.level;
  }

  #at(level: number, t: number): number {
    return level * this.#season.factor(level, t);
  }

  /** What was expected before the last shift, when `x` fits that and not what is expected now. */
  #oldExpectation(x: number, t: number): number | null {
    if (this.#before === null || t > this.#before.until) return null;
    const old = this.#at(this.#before.level, t);
    if (Math.abs(this.#scan.deviation(x, old)) > NEAR_Z) return null;
    return Math.abs(this.#scan.deviation(x, this.#at(this.#level, t))) > FAR_Z ? old : null;
  }

  /** Takes up the old level again when the bucket is back at it. */
  #recall(x: number, t: number): boolean {
    if (this.#before === null) return false;
    const isBack = this.#oldExpectation(x, t) !== null;
    if (isBack) {
      this.#level = this.#before.level;
      this.#shift.streak = 0;
    }
    if (isBack || t > this.#before.until) this.#before = null;
    return isBack;
  }

  #forget(): void {
    this.#before = null;
    this.#season = new Season(this.bucketMs);
    this.#scan = new WindowScan();
    this.#shift = new LevelShift();
    this.#level = 0;
    this.#learned = 0;
  }
}
