import { CountAlarm, type CountAlarmState } from "../detectors/count_alarm.ts";
import { ShareDetector, type ShareState } from "../detectors/share_detector.ts";
import { describeShare } from "../reasons/series_reasons.ts";
import { stepOfScan } from "./scan_step.ts";
import { BUCKET_MS, type Series } from "./series.ts";
import { type JudgeStep, type Outlook, type SeriesJudge, timesExpected } from "./series_judge.ts";

/** A {@linkcode ShareJudge} as JSON. */
export interface ShareJudgeState {
  detector: ShareState;
  alarm: CountAlarmState;
}

/** Judges which part of all events are errors. Its figures are parts from 0 to 1. */
export class ShareJudge implements SeriesJudge<ShareJudgeState> {
  readonly #series: Series;
  readonly #detector: ShareDetector;
  readonly #alarm: CountAlarm;

  constructor(series: Series, state?: ShareJudgeState) {
    this.#series = series;
    this.#detector = state === undefined
      ? new ShareDetector({ bucketMs: BUCKET_MS })
      : ShareDetector.restore(state.detector);
    this.#alarm = state === undefined ? new CountAlarm() : CountAlarm.restore(state.alarm);
  }

  get peak(): number {
    return this.#alarm.peakZ;
  }

  step(
    value: number | null,
    total: number,
    t: number,
    isNormal: (size: number) => boolean,
  ): JudgeStep | null {
    const errors = value ?? 0;
    const verdict = this.#detector.score(errors, total, t);
    const step = stepOfScan(this.#alarm, verdict, t, isNormal, () => {
      const { requests, window } = verdict;
      // The bucket itself may have hardly any requests, of which every share is usual.
      const { low, high } = this.outlook(t);
      const figures = {
        observed: partOf(verdict.observed, requests, 0),
        expected: partOf(verdict.expected, requests, 0),
        low,
        high,
      };
      return {
        ...figures,
        times: timesExpected(figures.observed, figures.expected),
        reasons: describeShare(
          { ...figures, total: requests },
          this.#series,
          window * BUCKET_MS,
          BUCKET_MS,
        ),
      };
    });
    this.#detector.learn(errors, total, t);
    return step;
  }

  outlook(t: number): Outlook {
    const { share: expected, usualRequests: requests } = this.#detector;
    const { ready, readyAt, low, high } = this.#detector.score(0, requests, t);
    return {
      ready,
      readyAt,
      expected,
      low: partOf(low, requests, 0),
      high: partOf(high, requests, 1),
    };
  }

  save(): ShareJudgeState {
    return { detector: this.#detector.save(), alarm: this.#alarm.save() };
  }
}

function partOf(count: number, total: number, otherwise: number): number {
  return total > 0 ? Math.min(1, count / total) : otherwise;
}
