import { CountAlarm, type CountAlarmState } from "../detectors/count_alarm.ts";
import { CountDetector, type CountState } from "../detectors/count_detector.ts";
import { describeCount } from "../reasons/series_reasons.ts";
import { BUCKET_MS, type Series } from "./series.ts";
import { stepOfScan } from "./scan_step.ts";
import { type JudgeStep, type Outlook, type SeriesJudge, timesExpected } from "./series_judge.ts";

/** A {@linkcode CountJudge} as JSON. */
export interface CountJudgeState {
  detector: CountState;
  alarm: CountAlarmState;
}

/** Judges counts of events. */
export class CountJudge implements SeriesJudge<CountJudgeState> {
  readonly #series: Series;
  readonly #detector: CountDetector;
  readonly #alarm: CountAlarm;

  constructor(series: Series, state?: CountJudgeState) {
    this.#series = series;
    this.#detector = state === undefined
      ? new CountDetector({ bucketMs: BUCKET_MS })
      : CountDetector.restore(state.detector);
    this.#alarm = state === undefined ? new CountAlarm() : CountAlarm.restore(state.alarm);
  }

  get peak(): number {
    return this.#alarm.peakZ;
  }

  step(
    value: number | null,
    _total: number,
    t: number,
    isNormal: (size: number) => boolean,
  ): JudgeStep | null {
    const count = value ?? 0;
    const verdict = this.#detector.score(count, t);
    this.#detector.learn(count, t);
    return stepOfScan(this.#alarm, verdict, t, isNormal, () => {
      const { observed, expected, low, high } = verdict;
      const times = timesExpected(observed, expected);
      const reasons = describeCount(verdict, this.#series, BUCKET_MS);
      return { observed, expected, low, high, times, reasons };
    });
  }

  outlook(t: number): Outlook {
    const { bucketExpected: expected, ...verdict } = this.#detector.score(0, t);
    return { ...verdict, expected };
  }

  save(): CountJudgeState {
    return { detector: this.#detector.save(), alarm: this.#alarm.save() };
  }
}
