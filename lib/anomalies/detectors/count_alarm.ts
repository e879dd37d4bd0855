import type { CountVerdict } from "./count_verdict.ts";

/** The score from which on a count is an anomaly. */
export const COUNT_THRESHOLD = 5;

/** When an alarm opens, closes and speaks again. */
export interface CountAlarmOptions {
  /** |z| that opens it. */
  openZ: number;
  /**
   * It closes when |z| was below this for `closeBuckets` buckets; when a single bucket or three were
   * loud enough, that of the last three buckets counts, as longer windows look back on what is over.
   */
  closeZ: number;
  closeBuckets: number;
  /** Floors: so many events of difference at least, and such a part of what was expected. */
  minDifference: number;
  minChange: number;
  /** It speaks again when |z| is so many times what it was when it last spoke. */
  growth: number;
}

/** What happened to an alarm at one bucket. */
export type AlarmStep = "opened" | "grew" | "closed" | null;

/** A {@linkcode CountAlarm} as JSON. */
export interface CountAlarmState {
  side: number;
  spokenZ: number;
  peakZ: number;
  calm: number;
  isSharp: boolean;
  echo: number;
  openedAt: number | null;
}

const DEFAULTS: CountAlarmOptions = {
  openZ: COUNT_THRESHOLD,
  closeZ: 2.5,
  closeBuckets: 3,
  minDifference: 5,
  minChange: 0.3,
  growth: 1.5,
};

/** Buckets in which the longest window still looks back on an anomaly that is over. */
const ECHO_BUCKETS = 24;

/** Makes few alarms out of many verdicts: hysteresis, floors, and one voice for each anomaly. */
export class CountAlarm {
  readonly #options: CountAlarmOptions;
  #side = 0;
  #spokenZ = 0;
  #peakZ = 0;
  #calm = 0;
  /** Whether the open alarm was loud in a short window. */
  #isSharp = false;
  /** Buckets left in which only a short window can open another. */
  #echo = 0;
  #openedAt: number | null = null;

  constructor(options: Partial<CountAlarmOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /** Begin of the bucket that opened the alarm; null when none is open. */
  get openedAt(): number | null {
    return this.#openedAt;
  }

  /** Which way the open alarm is off; null when none is open. */
  get direction(): "high" | "low" | null {
    if (this.#side === 0) return null;
    return this.#side > 0 ? "high" : "low";
  }

  /** The largest |z| of the open alarm; 0 when none is open. */
  get peakZ(): number {
    return this.#peakZ;
  }

  /** Whether the verdict would open an alarm, or let it speak. */
  isLoud(verdict: CountVerdict): boolean {
    return Math.abs(verdict.z) >= this.#options.openZ && this.#isLarge(verdict);
  }

  /**
   * Sees the verdict on the bucket that begins at `t`. What is known to be normal opens no alarm, and
   * neither do longer windows that look back on it.
   */
  step(verdict: CountVerdict, t: number, isNormal = false): AlarmStep {
    const size = Math.abs(verdict.z);
    const side = Math.sign(verdict.z);
    const loud = !isNormal && this.isLoud(verdict);
    const sharp = loud && Math.abs(verdict.recent) >= this.#options.openZ;
    if (this.#side === 0) {
      if (this.#echo > 0) this.#echo--;
      if (isNormal) this.#echo = ECHO_BUCKETS;
      if (!loud || (this.#echo > 0 && !sharp)) return null;
      this.#isSharp = sharp;
      this.#side = side;
      this.#spokenZ = size;
      this.#peakZ = size;
      this.#calm = 0;
      this.#openedAt = t;
      return "opened";
    }
    // What is off the other way now is another anomaly; it opens at its next bucket.
    if (loud && side !== this.#side) return this.#close(0);
    if (side === this.#side) this.#peakZ = Math.max(this.#peakZ, size);
    this.#isSharp ||= sharp;
    const left = this.#isSharp ? Math.abs(verdict.recent) : size;
    this.#calm = left < this.#options.closeZ ? this.#calm + 1 : 0;
    if (this.#calm >= this.#options.closeBuckets) {
      return this.#close(this.#isSharp ? ECHO_BUCKETS : 0);
    }
    if (!loud || size < this.#spokenZ * this.#options.growth) return null;
    this.#spokenZ = size;
    return "grew";
  }

  save(): CountAlarmState {
    return {
      side: this.#side,
      spokenZ: this.#spokenZ,
      peakZ: this.#peakZ,
      calm: this.#calm,
      isSharp: this.#isSharp,
      echo: this.#echo,
      openedAt: this.#openedAt,
    };
  }

  static restore(state: CountAlarmState, options: Partial<CountAlarmOptions> = {}): CountAlarm {
    const alarm = new CountAlarm(options);
    alarm.#side = state.side;
    alarm.#spokenZ = state.spokenZ;
    alarm.#peakZ = state.peakZ;
    alarm.#calm = state.calm;
    alarm.#isSharp = state.isSharp;
    alarm.#echo = state.echo;
    alarm.#openedAt = state.openedAt;
    return alarm;
  }

  #isLarge({ ready, observed, expected }: CountVerdict): boolean {
    const difference = Math.abs(observed - expected);
    return ready && difference >= this.#options.minDifference &&
      difference >= this.#options.minChange * expected;
  }

  #close(echo: number): AlarmStep {
    this.#echo = echo;
    this.#isSharp = false;
    this.#side = 0;
    this.#spokenZ = 0;
    this.#peakZ = 0;
    this.#calm = 0;
    this.#openedAt = null;
    return "closed";
  }
}
