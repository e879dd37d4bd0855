import type { AlarmStep } from "./count_alarm.ts";
import { GAUGE_THRESHOLD, type GaugeVerdict } from "./gauge_detector.ts";

/**
 * A floor: so far beyond its record one view must be, in distances from the centre to it. The views look
 * at the same values, so one narrow record is often a record in three of them.
 */
const MIN_BEYOND = 0.3;
/** Calm points that end an alarm. */
const CALM_POINTS = 3;
/** What was no news for so many points is how it is now. */
const SETTLED_POINTS = 24;
/** It speaks again when it is so many times as surprised as when it last spoke. */
const GROWTH = 1.5;

/** A {@linkcode GaugeAlarm} as JSON. */
export interface GaugeAlarmState {
  open: OpenAlarm | null;
}

interface OpenAlarm {
  direction: "high" | "low";
  spoken: number;
  peak: number;
  /** The range that was known before. */
  low: number;
  high: number;
  calm: number;
  /** Points since the last surprise. */
  still: number;
}

/**
 * Makes one alarm of a record and those that surpass it: a detector is surprised once and then
 * remembers, so the alarm lasts until the values are back in the range that was known before.
 */
export class GaugeAlarm {
  readonly #minDifference: number;
  #open: OpenAlarm | null = null;

  /** What is nearer to the expected than `minDifference` opens no alarm. */
  constructor(minDifference = 0) {
    this.#minDifference = minDifference;
  }

  /** Which way the open alarm is off; null when none is open. */
  get direction(): "high" | "low" | null {
    return this.#open?.direction ?? null;
  }

  /** The highest score of the open alarm; 0 when none is open. */
  get peak(): number {
    return this.#open?.peak ?? 0;
  }

  /** Whether the verdict would open an alarm, or let it speak. */
  isLoud({ ready, score, views, expected }: GaugeVerdict, x: number): boolean {
    return ready && score >= GAUGE_THRESHOLD && Math.abs(x - expected) >= this.#minDifference &&
      views.some(({ times }) => times >= MIN_BEYOND);
  }

  /** Sees the verdict on `x`. What is known to be normal opens no alarm. */
  step(verdict: GaugeVerdict, x: number, isNormal = false): AlarmStep {
    const { score, surprise, expected, low, high } = verdict;
    const isLoud = !isNormal && this.isLoud(verdict, x);
    const open = this.#open;
    if (open === null) {
      if (!isLoud) return null;
      const direction = x < expected ? "low" : "high";
      this.#open = {
        direction,
        spoken: surprise,
        peak: score,
        low,
        high,
        calm: 0,
        still: 0,
      };
      return "opened";
    }
    open.peak = Math.max(open.peak, score);
    open.calm = !isLoud && x >= open.low && x <= open.high ? open.calm + 1 : 0;
    if (!isLoud) return this.#rest(open);
    open.still = 0;
    if (surprise < GROWTH * open.spoken) return null;
    open.spoken = surprise;
    return "grew";
  }

  /** Sees that there is no point. */
  skip(): AlarmStep {
    return this.#open === null ? null : this.#rest(this.#open);
  }

  save(): GaugeAlarmState {
    return { open: this.#open === null ? null : { ...this.#open } };
  }

  static restore({ open }: GaugeAlarmState, minDifference = 0): GaugeAlarm {
    const alarm = new GaugeAlarm(minDifference);
    alarm.#open = open === null ? null : { ...open };
    return alarm;
  }

  #rest(open: OpenAlarm): AlarmStep {
    open.still++;
    if (open.calm < CALM_POINTS && open.still < SETTLED_POINTS) return null;
    this.#open = null;
    return "closed";
  }
}
