import { LEARNING_MS } from "./learning_time.ts";
import { SurpriseView, type SurpriseViewState } from "./surprise_view.ts";
import { WeeklyMean, type WeeklyMeanState } from "./weekly_mean.ts";

/** The score from which on a gauge is an anomaly: a surprise of 3.9. */
export const GAUGE_THRESHOLD = 3.9 / (3.9 + 20);

const AVERAGE_RATE = 0.02;
/** The spread is that of so many values, and the same number of points must have been calmer. */
const RECENT = 50;
const HALF_SCORE = 20;
const MIN_READY_POINTS = 100;

/** The ways of looking at a gauge, in the order of {@linkcode GaugeState.views}. */
export type GaugeViewName = "value" | "change" | "spread" | "hour";
const NAMES: readonly GaugeViewName[] = ["value", "change", "spread", "hour"];

/** A view in which a point is a record. */
export interface GaugeViewVerdict {
  name: GaugeViewName;
  /** Distance beyond the record, in distances from the centre to it; 10 at most. */
  times: number;
  /** Points that it was compared with. */
  n: number;
}

/** What the detector says about one point of a gauge. */
export interface GaugeVerdict {
  /** 0 to 1, above {@linkcode GAUGE_THRESHOLD} an anomaly. */
  score: number;
  surprise: number;
  /** The views that are surprised, the most surprised first. */
  views: GaugeViewVerdict[];
  /** What is usual now, and the known range. */
  expected: number;
  low: number;
  high: number;
  ready: boolean;
  /** From when on verdicts count; null when they do or nothing was seen. */
  readyAt: number | null;
}

/** A {@linkcode GaugeDetector} as JSON. */
export interface GaugeState {
  views: SurpriseViewState[];
  weekly: WeeklyMeanState;
  average: number;
  recent: number[];
  surprises: number[];
  next: number;
  points: number;
  firstAt: number | null;
}

/**
 * Finds records in a gauge (latency, processor time, length of a queue): of its value, of its change
 * from the average of late, of its spread, and of its difference from what is usual at this hour of
 * the week. Call `score`, then `learn`, once for each point; leave gaps out.
 */
export class GaugeDetector {
  #views = NAMES.map(() => new SurpriseView());
  #weekly = new WeeklyMean();
  #average = 0;
  #recent = new Float64Array(RECENT);
  /** Surprises at the last points. */
  #surprises = new Float64Array(RECENT);
  #next = 0;
  #points = 0;
  #firstAt: number | null = null;
  /** What the views look at, for the point in hand; NaN where a view has nothing to look at. */
  readonly #seen = new Float64Array(NAMES.length);

  /** Judges the point by what was learned before it. */
  score(x: number, t: number): GaugeVerdict {
    const surprise = this.#judge(x, t);
    const counted = this.#isLoudest(surprise) ? surprise : 0;
    const [value] = this.#views as [SurpriseView];
    const views: (GaugeViewVerdict & { surprise: number })[] = [];
    this.#views.forEach((view, index) => {
      const { times, compared } = view;
      if (times === 0) return;
      const size = Math.log10(compared) * (1 + times);
      views.push({ name: NAMES[index] as GaugeViewName, times, n: compared, surprise: size });
    });
    views.sort((a, b) => b.surprise - a.surprise);
    const hour = this.#weekly.isBetter ? this.#weekly.at(t) : NaN;
    const average = this.#points === 0 ? x : this.#average;
    const readyAt = this.#firstAt === null ? null : this.#firstAt + LEARNING_MS;
    const ready = readyAt !== null && t >= readyAt && this.#points >= MIN_READY_POINTS;
    return {
      score: counted / (counted + HALF_SCORE),
      surprise: counted,
      views: views.map(({ name, times, n }) => ({ name, times, n })),
      expected: Number.isNaN(hour) ? average : hour,
      low: this.#points === 0 ? x : value.low,
      high: this.#points === 0 ? x : value.high,
      ready,
      readyAt: ready ? null : readyAt,
    };
  }

  /** Learns the point. */
  learn(x: number, t: number): void {
    const surprise = this.#judge(x, t);
    this.#firstAt ??= t;
    this.#views.forEach((view, index) => {
      const y = this.#seen[index] as number;
      if (!Number.isNaN(y)) view.learn(y);
    });
    this.#weekly.learn(x, this.#points === 0 ? x : this.#average, t);
    this.#average = this.#points === 0 ? x : this.#average + AVERAGE_RATE * (x - this.#average);
    this.#recent[this.#next] = x;
    this.#surprises[this.#next] = surprise;
    this.#next = (this.#next + 1) % RECENT;
    this.#points++;
  }

  save(): GaugeState {
    return {
      views: this.#views.map((view) => view.save()),
      weekly: this.#weekly.save(),
      average: this.#average,
      recent: Array.from(this.#recent),
      surprises: Array.from(this.#surprises),
      next: this.#next,
      points: this.#points,
      firstAt: this.#firstAt,
    };
  }

  static restore(state: GaugeState): GaugeDetector {
    const detector = new GaugeDetector();
    detector.#views = state.views.map((view) => SurpriseView.restore(view));
    detector.#weekly = WeeklyMean.restore(state.weekly);
    detector.#average = state.average;
    detector.#recent.set(state.recent);
    detector.#surprises.set(state.surprises);
    detector.#next = state.next;
    detector.#points = state.points;
    detector.#firstAt = state.firstAt;
    return detector;
  }

  #judge(x: number, t: number): number {
    const seen = this.#seen;
    seen[0] = x;
    seen[1] = this.#points === 0 ? NaN : x - this.#average;
    seen[2] = this.#spread(x);
    seen[3] = this.#weekly.isBetter ? x - this.#weekly.at(t) : NaN;
    let sum = 0;
    for (let index = 0; index < NAMES.length; index++) {
      sum += (this.#views[index] as SurpriseView).judge(seen[index] as number);
    }
    return sum;
  }

  /** Standard deviation of the last values with `x`; NaN while there are too few. */
  #spread(x: number): number {
    if (this.#points < RECENT - 1) return NaN;
    const recent = this.#recent;
    // `x` stands where the oldest value is, which it will replace.
    const oldest = this.#next;
    let sum = x;
    for (let index = 0; index < RECENT; index++) {
      if (index !== oldest) sum += recent[index] as number;
    }
    const mean = sum / RECENT;
    let squares = (x - mean) * (x - mean);
    for (let index = 0; index < RECENT; index++) {
      if (index === oldest) continue;
      const difference = (recent[index] as number) - mean;
      squares += difference * difference;
    }
    return Math.sqrt(squares / RECENT);
  }

  /** In a run of records only the first and those that surpass it are news. */
  #isLoudest(surprise: number): boolean {
    for (let index = 0; index < RECENT; index++) {
      if ((this.#surprises[index] as number) >= surprise) return false;
    }
    return true;
  }
}
