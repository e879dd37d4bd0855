const DAY_MS = 86_400_000;
/** Silent so long: two rounds of the day's season. */
export const LEARNING_MS = 2 * DAY_MS;
/** A trace of traffic is less than so many events with a day of nothing after them. */
const TRACE_EVENTS = 5;

/** What is known about when a series began, as JSON. */
export interface LearningState {
  since: number | null;
  lastAt: number;
  events: number;
}

/**
 * How long a series has had traffic. A stray event two weeks before the real start must not make
 * every bucket after that start an anomaly, so a trace of traffic that a day of silence follows does
 * not count.
 */
export class LearningTime {
  #since: number | null = null;
  #lastAt = 0;
  #events = 0;

  /** Sees `count` events at `t`; says whether learning has to begin anew. */
  see(count: number, t: number): boolean {
    if (!(count > 0)) return false;
    const trace = this.#since !== null && t - this.#lastAt > DAY_MS && this.#events < TRACE_EVENTS;
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
    const silent = this.#events < TRACE_EVENTS && t - this.#lastAt > DAY_MS;
    if (silent) return { ready: false, readyAt: null };
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
}
