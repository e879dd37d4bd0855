const DAY_MS = 86_400_000;
/** Silent so long: two rounds of the day's season. */
export const LEARNING_MS = 2 * DAY_MS;
/**
 * A trace of traffic is less than so many events, and after them nothing for two days and for three times
 * as long as they went on.
 */
const TRACE_EVENTS = 5;
const SILENCE = 3;

/** What is known about when a series began, as JSON. */
export interface LearningState {
  since: number | null;
  lastAt: number;
  events: number;
}

/**
 * How long a series has had traffic. A stray event two weeks before the real start must not make
 * every bucket after that start an anomaly, so a trace of traffic that long silence follows does
 * not count.
 */
export class LearningTime {
  #since: number | null = null;
  #lastAt = 0;
  #events = 0;

  /** Sees `count` events at `t`; says whether learning has to begin anew. */
  see(count: number, t: number): boolean {
    if (!(count > 0)) return false;
    const trace = this.#isTrace(t);
    if (this.#since === null || trace) {
      this.#since = t;
      this.#events = 0;
    }
    this.#lastAt = t;
    this.#events += count;
    return trace;
  }

  /** Whether verdicts count at `t`, and otherwise from when on. */
  at(t: number): { ready: boolean; readyAt: number | null } {
    if (this.#since === null) return { ready: false, readyAt: null };
    const readyAt = this.#since + LEARNING_MS;
    if (this.#isTrace(t)) return { ready: false, readyAt: null };
    return t >= readyAt ? { ready: true, readyAt: null } : { ready: false, readyAt };
  }

  save(): LearningState {
    return { since: this.#since, lastAt: this.#lastAt, events: this.#events };
  }

  static restore(state: LearningState): LearningTime {
    const time = new LearningTime();
    time.#since = state.since;
    time.#lastAt = state.lastAt;
    time.#events = state.events;
    return time;
  }

  #isTrace(t: number): boolean {
    if (this.#since === null || this.#events >= TRACE_EVENTS) return false;
    const silence = t - this.#lastAt;
    return silence >= LEARNING_MS && silence > SILENCE * (this.#lastAt - this.#since);
  }
}
