import { setImmediate } from "node:timers/promises";

/** A request takes several turns of the event loop, and waits for a slice in each. */
const SLICE_MS = 4;
/** Steps between two looks at the clock. */
const STEPS = 20;

/** Lets others have their turn in long work: call `step` in every round of a loop. */
export class TimeSlices {
  #endsAt = performance.now() + SLICE_MS;
  #steps = 0;

  /** Whether it is time to `rest`. */
  step(): boolean {
    if (++this.#steps % STEPS !== 0) return false;
    return performance.now() >= this.#endsAt;
  }

  async rest(): Promise<void> {
    await setImmediate();
    this.#endsAt = performance.now() + SLICE_MS;
  }
}
