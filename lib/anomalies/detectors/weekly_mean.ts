const HOUR_MS = 3_600_000;
const HOURS = 168;
const RATE = 0.1;
const MIN_VISITS = 3;
const ERROR_RATE = 0.01;

/** Means of the hours of the week as JSON. */
export interface WeeklyMeanState {
  means: number[];
  visits: number[];
  error: number;
  plainError: number;
}

/** What is usual at each of the 168 hours of the week, and whether that knows more than a plain average. */
export class WeeklyMean {
  readonly #means = new Float64Array(HOURS);
  readonly #visits = new Float64Array(HOURS);
  #error = 0;
  #plainError = 0;

  /** The mean of this hour; NaN while it was visited too seldom. */
  at(t: number): number {
    const hour = hourOf(t);
    return (this.#visits[hour] as number) < MIN_VISITS ? NaN : this.#means[hour] as number;
  }

  /** Whether it has lately been nearer to the values than a plain average. */
  get isBetter(): boolean {
    return this.#error < this.#plainError;
  }

  /** Learns `x`, of which a plain average expected `plain`. */
  learn(x: number, plain: number, t: number): void {
    const hour = hourOf(t);
    const mean = this.#means[hour] as number;
    const visits = (this.#visits[hour] as number) + 1;
    if (visits > MIN_VISITS) {
      this.#error += ERROR_RATE * ((x - mean) * (x - mean) - this.#error);
      this.#plainError += ERROR_RATE * ((x - plain) * (x - plain) - this.#plainError);
    }
    this.#means[hour] = mean + Math.max(RATE, 1 / visits) * (x - mean);
    this.#visits[hour] = Math.min(visits, 1e6);
  }

  save(): WeeklyMeanState {
    return {
      means: Array.from(this.#means),
      visits: Array.from(this.#visits),
      error: this.#error,
      plainError: this.#plainError,
    };
  }

  static restore(state: WeeklyMeanState): WeeklyMean {
    const weekly = new WeeklyMean();
    weekly.#means.set(state.means);
    weekly.#visits.set(state.visits);
    weekly.#error = state.error;
    weekly.#plainError = state.plainError;
    return weekly;
  }
}

function hourOf(t: number): number {
  const hour = Math.floor(t / HOUR_MS) % HOURS;
  return hour < 0 ? hour + HOURS : hour;
}
