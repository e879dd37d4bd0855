const SWEEP_MS = 1000;

interface PendingRead {
  startedAt: number;
  expire: () => void;
}

/**
 * Time limits for reads that come by thousands a second: one timer looks after all of them, as a
 * timer of its own costs each more than the read. Limits hold to within a second.
 */
export class ReadDeadlines {
  readonly #limitMs: number;
  readonly #pending = new Set<PendingRead>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** `read`'s outcome, or a rejection with `makeError()` once the limit has passed. */
  race<T>(read: Promise<T>, makeError: () => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      const entry = { startedAt: Date.now(), expire: () => reject(makeError()) };
      this.#add(entry);
      read.then(
        (value) => {
          this.#remove(entry);
          resolve(value);
        },
        (error) => {
          this.#remove(entry);
          reject(error);
        },
      );
    });
  }

  #add(entry: PendingRead): void {
    this.#pending.add(entry);
    if (this.#timer === undefined) {
      this.#timer = setInterval(() => this.#sweep(), Math.min(SWEEP_MS, this.#limitMs));
    } else if (this.#pending.size === 1) Deno.refTimer(this.#timer);
  }

  #remove(entry: PendingRead): void {
    this.#pending.delete(entry);
    // An idle timer must not keep a process alive that has nothing else to do.
    if (this.#pending.size === 0 && this.#timer !== undefined) Deno.unrefTimer(this.#timer);
  }

  #sweep(): void {
    const oldest = Date.now() - this.#limitMs;
    for (const entry of this.#pending) {
      // Insertion order is order of age.
      if (entry.startedAt > oldest) break;
      this.#remove(entry);
      entry.expire();
    }
    // Here and not when the last read ends: reads are short, each would make and end a timer.
    if (this.#pending.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }
}
