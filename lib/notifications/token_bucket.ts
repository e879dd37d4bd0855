/** Lets a burst pass at once, then one per interval. */
export class TokenBucket {
  readonly #burstMs: number;
  readonly #everyMs: number;
  /** When the bucket is full again. */
  #fullAt = -Infinity;

  constructor({ burst, everyMs }: { burst: number; everyMs: number }) {
    this.#everyMs = everyMs;
    this.#burstMs = burst * everyMs;
  }

  /** Takes a token, if there is one; else how many milliseconds until there is. */
  take(now: number): number {
    const next = Math.max(this.#fullAt, now) + this.#everyMs;
    const wait = next - now - this.#burstMs;
    if (wait > 0) return wait;
    this.#fullAt = next;
    return 0;
  }
}
