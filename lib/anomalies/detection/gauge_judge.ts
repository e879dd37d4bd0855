import { GaugeAlarm, type GaugeAlarmState } from "../detectors/gauge_alarm.ts";
import { GaugeDetector, type GaugeState } from "../detectors/gauge_detector.ts";
import { describeGauge } from "../reasons/series_reasons.ts";
import { BUCKET_MS, type Series } from "./series.ts";
import { type JudgeStep, type Outlook, type SeriesJudge, timesExpected } from "./series_judge.ts";

/** A queue that is mostly empty has a record with each job; so many more than usual are news. */
const MIN_JOBS = 20;

/** A {@linkcode GaugeJudge} as JSON. */
export interface GaugeJudgeState {
  detector: GaugeState;
  alarm: GaugeAlarmState;
}

/** Judges sums and means of values, and levels; a bucket without a value is left out. */
export class GaugeJudge implements SeriesJudge<GaugeJudgeState> {
  readonly #series: Series;
  readonly #detector: GaugeDetector;
  readonly #alarm: GaugeAlarm;

  constructor(series: Series, state?: GaugeJudgeState) {
    this.#series = series;
    const minDifference = series.metric === "level" ? MIN_JOBS : 0;
    this.#detector = state === undefined
      ? new GaugeDetector()
      : GaugeDetector.restore(state.detector);
    this.#alarm = state === undefined
      ? new GaugeAlarm(minDifference)
      : GaugeAlarm.restore(state.alarm, minDifference);
  }

  get peak(): number {
    return this.#alarm.peak;
  }

  step(
    value: number | null,
    _total: number,
    t: number,
    isNormal: (size: number) => boolean,
  ): JudgeStep | null {
    if (value === null) return this.#alarm.skip() === "closed" ? { step: "closed" } : null;
    const verdict = this.#detector.score(value, t);
    this.#detector.learn(value, t);
    const { score, expected, low, high } = verdict;
    const size = value < expected ? -score : score;
    const step = this.#alarm.step(
      verdict,
      value,
      this.#alarm.isLoud(verdict, value) && isNormal(size),
    );
    if (step === null) return null;
    if (step === "closed") return { step };
    const unit = this.#series.metric === "sum" ? "money" : "number";
    return {
      step,
      figures: {
        score,
        observed: value,
        expected,
        low,
        high,
        times: timesExpected(value, expected),
        windowMs: BUCKET_MS,
        reasons: describeGauge(verdict, value, unit),
      },
      direction: this.#alarm.direction ?? "high",
      startedAt: t,
    };
  }

  outlook(t: number): Outlook {
    const { ready, readyAt, expected, low, high } = this.#detector.score(NaN, t);
    return { ready, readyAt, expected, low, high };
  }

  save(): GaugeJudgeState {
    return { detector: this.#detector.save(), alarm: this.#alarm.save() };
  }
}
