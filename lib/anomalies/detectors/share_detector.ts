import { type CountVerdict, countVerdict } from "./count_verdict.ts";
import { type LearningState, LearningTime } from "./learning_time.ts";
import { LevelShift } from "./level_shift.ts";
import { type ScanState, WINDOWS, WindowScan } from "./window_scan.ts";

const RATE = 0.005;
const SHIFT_RATE = 0.1;
const CLIP = 3;
/** Buckets of the longest window. */
const RING = WINDOWS.at(-1)!;

/** What is said of the errors of a bucket, and how many requests they are of. */
export interface ShareVerdict extends CountVerdict {
  /** Requests in the window. */
  requests: number;
}

/** A {@linkcode ShareDetector} as JSON. */
export interface ShareState {
  bucketMs: number;
  errors: number;
  requests: number;
  learned: number;
  streak: number;
  /** Requests of the last buckets, the oldest first. */
  last: number[];
  scan: ScanState;
  time: LearningState;
}

/**
 * Finds windows in which another share of the requests than usual are errors. As many more errors as
 * there is more traffic are no anomaly. Counts in a verdict are errors.
 */
export class ShareDetector {
  readonly bucketMs: number;
  #scan = new WindowScan();
  #shift = new LevelShift();
  #time = new LearningTime();
  /** Averages over many buckets; their ratio is the usual share. */
  #errors = 0;
  #requests = 0;
  #learned = 0;
  #last: number[] = [];

  constructor(options: { bucketMs: number }) {
    if (!(options.bucketMs > 0)) {
      throw new RangeError(`A bucket must have a length, got ${options.bucketMs} ms`);
    }
    this.bucketMs = options.bucketMs;
  }

  /** Share of the requests that usually are errors. */
  get share(): number {
    return this.#requests > 0 ? Math.min(1, this.#errors / this.#requests) : 0;
  }

  /** Requests that a bucket usually has. */
  get usualRequests(): number {
    return this.#requests;
  }

  /** Judges `errors` of `requests` in the bucket that begins at `t` by what was learned before it. */
  score(errors: number, requests: number, t: number): ShareVerdict {
    const lambda = this.#expected(errors, requests);
    this.#scan.judge(errors, lambda);
    const verdict = countVerdict(this.#scan, lambda, this.#time.at(t));
    const before = this.#last.slice(this.#last.length - (verdict.window - 1));
    return { ...verdict, requests: before.reduce((sum, count) => sum + count, requests) };
  }

  /** Learns the bucket. */
  learn(errors: number, requests: number, t: number): void {
    if (this.#time.see(requests, t)) this.#forget();
    const lambda = this.#expected(errors, requests);
    this.#scan.judge(errors, lambda);
    const shifted = this.#shift.see(this.#scan.z);
    const deviation = Math.sqrt(lambda + this.#scan.dispersion(0) * lambda * lambda + 0.25);
    const clipped = shifted
      ? errors
      : Math.max(lambda - CLIP * deviation, Math.min(lambda + CLIP * deviation, errors));
    this.#scan.learn(errors, lambda);
    const rate = Math.max(shifted ? SHIFT_RATE : RATE, 1 / (this.#learned + 1));
    this.#errors = Math.max(0, this.#errors + rate * (clipped - this.#errors));
    this.#requests += rate * (requests - this.#requests);
    if (this.#last.push(requests) === RING) this.#last.shift();
    this.#learned++;
  }

  save(): ShareState {
    return {
      bucketMs: this.bucketMs,
      errors: this.#errors,
      requests: this.#requests,
      learned: this.#learned,
      streak: this.#shift.streak,
      last: [...this.#last],
      scan: this.#scan.save(),
      time: this.#time.save(),
    };
  }

  static restore(state: ShareState): ShareDetector {
    const detector = new ShareDetector({ bucketMs: state.bucketMs });
    detector.#errors = state.errors;
    detector.#requests = state.requests;
    detector.#learned = state.learned;
    detector.#shift.streak = state.streak;
    detector.#last = [...state.last];
    detector.#scan = WindowScan.restore(state.scan);
    detector.#time = LearningTime.restore(state.time);
    return detector;
  }

  #expected(errors: number, requests: number): number {
    return this.#learned === 0 ? errors : requests * this.share;
  }

  #forget(): void {
    this.#scan = new WindowScan();
    this.#shift = new LevelShift();
    this.#errors = 0;
    this.#requests = 0;
    this.#last = [];
    this.#learned = 0;
  }
}
