export interface AttemptPolicy {
  /** Attempts without waiting. */
  free: number;
  /** Pause after the last free one; it doubles with each further attempt. */
  firstDelayMs: number;
  maxDelayMs: number;
  /** Attempts older than this without a newer one are forgotten. */
  forgetAfterMs: number;
}

interface Attempts {
  count: number;
  lastAt: number;
}

export interface AttemptLimiterOptions {
  /** Keys remembered at most, those first seen are forgotten first. Default 50,000. */
  maxKeys?: number;
  /** Milliseconds, for tests. */
  now?: () => number;
}

/**
 * Growing pauses between guesses. Never a lock: who owns the account can always try again later,
 * and the keys are such that others' guesses do not count against him.
 */
export class AttemptLimiter {
  readonly #policy: AttemptPolicy;
  readonly #maxKeys: number;
  readonly #now: () => number;
  readonly #attempts = new Map<string, Attempts>();

  constructor(policy: AttemptPolicy, options: AttemptLimiterOptions = {}) {
    this.#policy = policy;
    this.#maxKeys = options.maxKeys ?? 50_000;
    this.#now = options.now ?? Date.now;
  }

  /** Milliseconds until the next attempt is allowed, 0 for now. */
  waitMs(key: string): number {
    const attempts = this.#recent(key);
    if (attempts === undefined) return 0;
    const { free, firstDelayMs, maxDelayMs } = this.#policy;
    const over = attempts.count - free;
    if (over < 0) return 0;
    const delayMs = Math.min(maxDelayMs, firstDelayMs * 2 ** over);
    return Math.max(0, attempts.lastAt + delayMs - this.#now());
  }

  /** Counts an attempt; before it is evaluated, so that a burst cannot slip through. */
  record(key: string): void {
    const attempts = this.#recent(key);
    if (attempts !== undefined) {
      attempts.count++;
      attempts.lastAt = this.#now();
      return;
    }
    if (this.#attempts.size >= this.#maxKeys) {
      const oldest = this.#attempts.keys().next().value;
      if (oldest !== undefined) this.#attempts.delete(oldest);
    }
    this.#attempts.set(key, { count: 1, lastAt: this.#now() });
  }

  /** Takes back one attempt that was right, or was never evaluated. */
  undo(key: string): void {
    const attempts = this.#recent(key);
    if (attempts === undefined) return;
    if (--attempts.count <= 0) this.#attempts.delete(key);
  }

  clear(key: string): void {
    this.#attempts.delete(key);
  }

  #recent(key: string): Attempts | undefined {
    const attempts = this.#attempts.get(key);
    if (attempts === undefined) return undefined;
    if (this.#now() - attempts.lastAt < this.#policy.forgetAfterMs) return attempts;
    this.#attempts.delete(key);
    return undefined;
  }
}
