import type { NewAnomaly } from "../anomaly_service.ts";
import { NormalPatterns, type NormalPatternsState } from "../detectors/normal_patterns.ts";
import type { FeedbackNote } from "../series_feedback.ts";
import { CountJudge, type CountJudgeState } from "./count_judge.ts";
import { GaugeJudge, type GaugeJudgeState } from "./gauge_judge.ts";
import { BUCKET_MS, type Series, seriesKey } from "./series.ts";
import type { JudgeStep, SeriesJudge } from "./series_judge.ts";
import { ShareJudge, type ShareJudgeState } from "./share_judge.ts";

type JudgeState = CountJudgeState | ShareJudgeState | GaugeJudgeState;

/** A {@linkcode WatchedSeries} as JSON. */
export interface WatchedState {
  judge: JudgeState;
  anomalyId: string | null;
  normal: NormalPatternsState;
  peaks: [id: string, size: number][];
  /** Begin of the last bucket that had events. */
  activeAt: number;
}

/** Of so many anomalies that are over the peak is known. */
const MAX_PEAKS = 20;

/** What a bucket changed about the anomaly of a series. */
export type SeriesChange =
  | { step: "opened"; anomaly: NewAnomaly }
  | { step: "grew"; changes: Partial<NewAnomaly> }
  | { step: "closed"; endedAt: string };

/** Where a series stands, and what is usual of its next bucket. */
export interface SeriesOverview extends Series {
  seriesKey: string;
  /** While it learns, nothing of it is an anomaly. */
  learning: boolean;
  /** From when on it is judged, when that is known. */
  readyAt: string | null;
  /** Begin of the last bucket that had events. */
  activeAt: string;
  expected: number;
  low: number;
  high: number;
  /** The anomaly that goes on. */
  anomalyId: string | null;
}

/** Judges the buckets of one series, one after the other, and knows its open anomaly. */
export class WatchedSeries {
  /** The stored anomaly that goes on. */
  anomalyId: string | null = null;
  readonly #judge: SeriesJudge<JudgeState>;
  #normal = new NormalPatterns();
  /** How far the last anomalies went; what is stored of them is where they last spoke. */
  #peaks = new Map<string, number>();
  #activeAt = 0;

  constructor(readonly series: Series, judge?: JudgeState) {
    this.#judge = openJudge(series, judge);
  }

  /** Begin of the last bucket that had events. */
  get activeAt(): number {
    return this.#activeAt;
  }

  /** Judges `value`, which is of `total` events, in the bucket that begins at `t`, then learns it. */
  step(value: number | null, total: number, t: number): SeriesChange | null {
    if (total > 0) this.#activeAt = t;
    const { peak } = this.#judge;
    const step = this.#judge.step(value, total, t, (size) => this.#normal.recognise(size, t));
    if (step?.step === "closed") this.#keepPeak(peak);
    return step === null ? null : this.#changeOf(step, new Date(t + BUCKET_MS).toISOString());
  }

  /** Learns what somebody said of one of its anomalies, for the buckets from then on. */
  hear({ anomalyId, isNormal, direction, from, to, score, saidAt }: FeedbackNote): void {
    if (!isNormal) return this.#normal.unmark(anomalyId);
    const peak = anomalyId === this.anomalyId ? this.#judge.peak : this.#peaks.get(anomalyId);
    const size = Math.max(score, peak ?? 0);
    this.#normal.mark({ id: anomalyId, direction, from, to, size, since: saidAt });
  }

  /** Where it stands before the bucket that begins at `t`. */
  overview(t: number): SeriesOverview {
    const { ready, readyAt, expected, low, high } = this.#judge.outlook(t);
    return {
      ...this.series,
      seriesKey: seriesKey(this.series),
      learning: !ready,
      readyAt: readyAt === null ? null : new Date(readyAt).toISOString(),
      activeAt: new Date(this.#activeAt).toISOString(),
      expected,
      low,
      high,
      anomalyId: this.anomalyId,
    };
  }

  save(): WatchedState {
    return {
      judge: this.#judge.save(),
      anomalyId: this.anomalyId,
      normal: this.#normal.save(),
      peaks: [...this.#peaks],
      activeAt: this.#activeAt,
    };
  }

  static restore(series: Series, state: WatchedState): WatchedSeries {
    const watched = new WatchedSeries(series, state.judge);
    watched.anomalyId = state.anomalyId;
    watched.#normal = NormalPatterns.restore(state.normal);
    watched.#peaks = new Map(state.peaks);
    watched.#activeAt = state.activeAt;
    return watched;
  }

  #changeOf(step: JudgeStep, end: string): SeriesChange {
    if (step.step === "closed") return { step: "closed", endedAt: end };
    const numbers = { ...step.figures, lastAt: end };
    if (step.step === "grew") return { step: "grew", changes: numbers };
    const anomaly: NewAnomaly = {
      ...this.series,
      seriesKey: seriesKey(this.series),
      direction: step.direction,
      startedAt: new Date(step.startedAt).toISOString(),
      noticedAt: end,
      endedAt: null,
      eventId: null,
      userId: null,
      ...numbers,
    };
    return { step: "opened", anomaly };
  }

  #keepPeak(size: number): void {
    if (this.anomalyId !== null) this.#peaks.set(this.anomalyId, size);
    const [oldest] = this.#peaks.keys();
    if (this.#peaks.size > MAX_PEAKS && oldest !== undefined) this.#peaks.delete(oldest);
  }
}

/** The judge of a kind of series; a state is always one of the same kind. */
function openJudge(series: Series, state?: JudgeState): SeriesJudge<JudgeState> {
  switch (series.kind) {
    case "count":
      return new CountJudge(series, state as CountJudgeState | undefined);
    case "share":
      return new ShareJudge(series, state as ShareJudgeState | undefined);
    case "gauge":
      return new GaugeJudge(series, state as GaugeJudgeState | undefined);
  }
}
