/** Where time comes from; tests give their own. */
export interface Clock {
  /** Wall clock, epoch milliseconds; may step at any time. */
  now(): number;
  /** Milliseconds since some moment; never steps. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** 2^-10 ms keeps epoch milliseconds with steps exact in a double until the year 2248. */
const STEP_MS = 1 / 1024;

/**
 * The queue's own time line, in milliseconds. It starts at the wall clock, or at the latest queue
 * time that an earlier process left behind where the wall clock was set back since, and from there
 * follows the monotonic clock: setting the wall clock while the process runs changes nothing, and
 * no job becomes due an hour late because of it.
 */
export class QueueClock {
  readonly #clock: Clock;
  readonly #offset: number;
  #last = 0;

  /** `floor` is the latest queue time known from storage. */
  constructor(clock: Clock, floor: number) {
    this.#clock = clock;
    this.#offset = Math.max(clock.now(), floor) - clock.monotonic();
  }

  now(): number {
    return this.#clock.monotonic() + this.#offset;
  }

  /** Like `now`, but greater than every tick before, so that it orders what was made in one millisecond. */
  tick(): number {
    const exact = Math.floor(this.now() / STEP_MS) * STEP_MS;
    this.#last = Math.max(exact, this.#last + STEP_MS);
    return this.#last;
  }

  /** Wall clock, epoch milliseconds. */
  wall(): number {
    return this.#clock.now();
  }
}
