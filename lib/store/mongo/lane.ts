/** Runs works one after another, in the order they came. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects with the work's own outcome; a failure does not stop the works behind it. */
  run<R>(work: () => Promise<R>): Promise<R> {
    const outcome = this.#last.then(work);
    this.#last = outcome.then(() => undefined, () => undefined);
    return outcome;
  }
}
