/** Lengths of the windows that end at the newest bucket, in buckets. */
export const WINDOWS: readonly number[] = [1, 3, 6, 12, 24];

const RING = 24;
/** Windows of this index and below end soon after what they saw. */
const RECENT = 1;
const MIN_DISPERSION = 0.002;
const FIRST_DISPERSION = 0.02;
const MOMENT_RATE = 0.005;
/** Residuals are cut at so many standard deviations, in an anomaly at fewer. */
const RESIDUAL_CLIP = 3;
const ANOMALY_CLIP = 1.2;
const ANOMALY_Z = 3.7;
/** Sizes of the parts of the one typed array that is a scan's whole memory. */
const VALUES = 2 * RING + 2 * WINDOWS.length;
const OVER = 2 * RING;
const SQUARES = OVER + WINDOWS.length;

/** What a scan remembers, as JSON. */
export interface ScanState {
  values: number[];
  next: number;
  filled: number;
}

/**
 * Compares the sums of the last 1, 3, 6, 12 and 24 buckets with what was expected of them.
 *
 * Counts are negative binomial: variance L + φL², with φ learned for each length of window, and the
 * transformation 2/√φ·asinh(√(φ(y + 3/8))) makes their deviation about standard normal.
 */
export class WindowScan {
  /** Signed score of the window that deviates most, after {@linkcode judge}. */
  z = 0;
  /** Score of the last bucket or the last three, whichever deviates more. */
  recent = 0;
  /** Length of that window in buckets, what happened in it and what was expected of it. */
  window = 1;
  observed = 0;
  expected = 0;

  readonly #values = new Float64Array(VALUES);
  #next = 0;
  #filled = 0;
  /** Doubt at the bucket in hand. */
  #doubt = 0;

  /**
   * Judges a bucket with `x` of `lambda` expected events together with those before it. What is not
   * known about `lambda` itself comes as dispersion on top of that of the counts.
   */
  judge(x: number, lambda: number, doubt = 0): void {
    this.#doubt = doubt;
    const values = this.#values;
    let sum = 0;
    let expected = 0;
    let best = -1;
    let position = this.#next;
    for (let index = 0, length = 0; index < WINDOWS.length; index++) {
      const window = WINDOWS[index] as number;
      if (window > this.#filled + 1) break;
      for (; length < window; length++) {
        if (length === 0) {
          sum = x;
          expected = lambda;
        } else {
          position = position === 0 ? RING - 1 : position - 1;
          sum += values[position] as number;
          expected += values[RING + position] as number;
        }
      }
      const root = Math.sqrt(this.dispersion(index) + doubt);
      const z = stabilise(sum, root) - stabilise(expected, root);
      const size = z < 0 ? -z : z;
      if (size <= best) continue;
      best = size;
      this.z = z;
      if (index <= RECENT) this.recent = z;
      this.window = window;
      this.observed = sum;
      this.expected = expected;
    }
  }

  /**
   * Takes the bucket into the windows, and learns from it how far sums usually are from theirs; of an
   * anomaly, which {@linkcode judge} must have judged just before, little.
   */
  learn(x: number, lambda: number): void {
    const values = this.#values;
    const clip = Math.abs(this.z) > ANOMALY_Z ? ANOMALY_CLIP : RESIDUAL_CLIP;
    let sum = x;
    let expected = lambda;
    let position = this.#next;
    for (let index = 0, length = 1; index < WINDOWS.length; index++) {
      const window = WINDOWS[index] as number;
      if (window > this.#filled + 1) break;
      for (; length < window; length++) {
        position = position === 0 ? RING - 1 : position - 1;
        sum += values[position] as number;
        expected += values[RING + position] as number;
      }
      const square = expected * expected;
      const variance = expected + this.dispersion(index) * square;
      const most = clip * clip * variance;
      const residual = Math.min((sum - expected) * (sum - expected), most);
      if (values[SQUARES + index] === 0) {
        values[SQUARES + index] = square;
        values[OVER + index] = FIRST_DISPERSION * square;
      }
      const over = values[OVER + index] as number;
      const squares = values[SQUARES + index] as number;
      values[OVER + index] = over + MOMENT_RATE * (residual - expected - over);
      values[SQUARES + index] = squares + MOMENT_RATE * (square - squares);
    }
    values[this.#next] = x;
    values[RING + this.#next] = lambda;
    this.#next = (this.#next + 1) % RING;
    if (this.#filled < RING - 1) this.#filled++;
  }

  /** How far one bucket alone is off, in standard deviations. */
  deviation(x: number, lambda: number): number {
    const root = Math.sqrt(this.dispersion(0));
    return stabilise(x, root) - stabilise(lambda, root);
  }

  /** φ of a window, by its index in {@linkcode WINDOWS}. */
  dispersion(index: number): number {
    const squares = this.#values[SQUARES + index] as number;
    if (squares === 0) return FIRST_DISPERSION;
    const value = (this.#values[OVER + index] as number) / squares;
    return value > MIN_DISPERSION ? value : MIN_DISPERSION;
  }

  /** The counts of one bucket that are `z` below and above `lambda`, at the bucket judged last. */
  band(lambda: number, z: number): [low: number, high: number] {
    const dispersion = this.dispersion(0) + this.#doubt;
    const root = Math.sqrt(dispersion);
    const centre = stabilise(lambda, root);
    const invert = (value: number) => {
      if (value <= 0) return 0;
      const hyperbolic = Math.sinh(value * root / 2);
      return Math.max(0, hyperbolic * hyperbolic / dispersion - 3 / 8);
    };
    return [invert(centre - z), invert(centre + z)];
  }

  save(): ScanState {
    return { values: Array.from(this.#values), next: this.#next, filled: this.#filled };
  }

  static restore(state: ScanState): WindowScan {
    const scan = new WindowScan();
    scan.#values.set(state.values);
    scan.#next = state.next;
    scan.#filled = state.filled;
    return scan;
  }
}

/** Makes counts of dispersion `root`² about normal with variance 1; asinh by its logarithm is faster. */
function stabilise(count: number, root: number): number {
  const scaled = root * Math.sqrt(count + 3 / 8);
  return 2 / root * Math.log(scaled + Math.sqrt(scaled * scaled + 1));
}
