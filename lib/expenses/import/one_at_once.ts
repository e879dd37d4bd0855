import { unavailable } from "../../http/problem.ts";

/** Tables that may wait to be read; each is held in memory. */
const MAX_WAITING = 8;
const RETRY_AFTER_SECONDS = 10;

/** Does one piece of heavy work after another: at the same time they would take longer and all the memory. */
export class OneAtOnce {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @throws ProblemError 503 with `Retry-After` when too many wait already, else what the work throws. */
  async run<R>(work: () => Promise<R>): Promise<R> {
    if (this.#waiting > MAX_WAITING) {
      throw unavailable("Too many tables are being read; send it again", RETRY_AFTER_SECONDS);
    }
    this.#waiting++;
    const turn = this.#last.then(work, work);
    this.#last = turn;
    try {
      return await turn;
    } finally {
      this.#waiting--;
    }
  }
}
