import type { NewAnomaly } from "../anomaly_service.ts";
import { CountAlarm, type CountAlarmState } from "../detectors/count_alarm.ts";
import { CountDetector, type CountState } from "../detectors/count_detector.ts";
import type { CountVerdict } from "../detectors/count_verdict.ts";
import { NormalPatterns, type NormalPatternsState } from "../detectors/normal_patterns.ts";
import { describeCount, timesExpected, windowStart } from "../detectors/series_reasons.ts";
import type { FeedbackNote } from "../series_feedback.ts";
import { BUCKET_MS, type Series, seriesKey, seriesName } from "./series.ts";

/** A {@linkcode WatchedSeries} as JSON. */
export interface WatchedState {
  detector: CountState;
  alarm: CountAlarmState;
  anomalyId: string | null;
  normal: NormalPatternsState;
  peaks: [id: string, z: number][];
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
  #detector = new CountDetector({ bucketMs: BUCKET_MS });
  #alarm = new CountAlarm();
  #normal = new NormalPatterns();
  /** How far the last anomalies went; what is stored of them is where they last spoke. */
  #peaks = new Map<string, number>();
  #activeAt = 0;

  constructor(readonly series: Series) {}

  /** Begin of the last bucket that had events. */
  get activeAt(): number {
    return this.#activeAt;
  }

  /** Judges `count` events in the bucket that begins at `t`, then learns them. */
  step(count: number, t: number): SeriesChange | null {
    const verdict = this.#detector.score(count, t);
    const change = this.#change(verdict, t);
    this.#detector.learn(count, t);
    if (count > 0) this.#activeAt = t;
    return change;
  }

  /** Learns what somebody said of one of its anomalies, for the buckets from then on. */
  hear({ anomalyId, isNormal, direction, from, to, score, saidAt }: FeedbackNote): void {
    if (!isNormal) return this.#normal.unmark(anomalyId);
    const peak = anomalyId === this.anomalyId ? this.#alarm.peakZ : this.#peaks.get(anomalyId);
    const size = Math.max(score, peak ?? 0);
    this.#normal.mark({ id: anomalyId, direction, from, to, size, since: saidAt });
  }

  /** Where it stands before the bucket that begins at `t`. */
  overview(t: number): SeriesOverview {
    const { ready, readyAt, bucketExpected, low, high } = this.#detector.score(0, t);
    return {
      ...this.series,
      seriesKey: seriesKey(this.series),
      learning: !ready,
      readyAt: readyAt === null ? null : new Date(readyAt).toISOString(),
      activeAt: new Date(this.#activeAt).toISOString(),
      expected: bucketExpected,
      low,
      high,
      anomalyId: this.anomalyId,
    };
  }

  save(): WatchedState {
    return {
      detector: this.#detector.save(),
      alarm: this.#alarm.save(),
      anomalyId: this.anomalyId,
      normal: this.#normal.save(),
      peaks: [...this.#peaks],
      activeAt: this.#activeAt,
    };
  }

  static restore(series: Series, state: WatchedState): WatchedSeries {
    const watched = new WatchedSeries(series);
    watched.#detector = CountDetector.restore(state.detector);
    watched.#alarm = CountAlarm.restore(state.alarm);
    watched.anomalyId = state.anomalyId;
    watched.#normal = NormalPatterns.restore(state.normal);
    watched.#peaks = new Map(state.peaks);
    watched.#activeAt = state.activeAt;
    return watched;
  }

  #change(verdict: CountVerdict, t: number): SeriesChange | null {
    const { peakZ } = this.#alarm;
    const isNormal = this.#alarm.isLoud(verdict) && this.#normal.recognise(verdict.z, t);
    const step = this.#alarm.step(verdict, t, isNormal);
    if (step === null) return null;
    const end = new Date(t + BUCKET_MS).toISOString();
    if (step === "closed") {
      this.#keepPeak(peakZ);
      return { step, endedAt: end };
    }
    const numbers = this.#numbers(verdict, end);
    if (step === "grew") return { step, changes: numbers };
    const { type, dimension, dimensionValue } = this.series;
    const anomaly: NewAnomaly = {
      seriesKey: seriesKey(this.series),
      kind: "count",
      type,
      dimension,
      dimensionValue,
      metric: "count",
      direction: this.#alarm.direction ?? "high",
      startedAt: new Date(windowStart(verdict, t, BUCKET_MS)).toISOString(),
      noticedAt: end,
      endedAt: null,
      eventId: null,
      userId: null,
      ...numbers,
    };
    return { step, anomaly };
  }

  #keepPeak(z: number): void {
    if (this.anomalyId !== null) this.#peaks.set(this.anomalyId, z);
    const [oldest] = this.#peaks.keys();
    if (this.#peaks.size > MAX_PEAKS && oldest !== undefined) this.#peaks.delete(oldest);
  }

  #numbers(verdict: CountVerdict, lastAt: string) {
    const { observed, expected, low, high } = verdict;
    return {
      score: Math.abs(verdict.z),
      lastAt,
      observed,
      expected,
      low,
      high,
      times: timesExpected(verdict),
      windowMs: verdict.window * BUCKET_MS,
      reasons: describeCount(verdict, seriesName(this.series), BUCKET_MS),
    };
  }
}
