const FAILURES = 5;
const PAUSE_MS = 30_000;

/** After five failures in a row, lets only one try pass every half minute until one succeeds. */
export class CircuitBreaker {
  #failures = 0;
  #openUntil = -Infinity;

  /** Milliseconds until a try may pass; 0 lets this one pass. */
  enter(now: number): number {
    if (this.#failures < FAILURES) return 0;
    if (now < this.#openUntil) return this.#openUntil - now;
    this.#openUntil = now + PAUSE_MS;
    return 0;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(now: number): void {
    this.#failures += 1;
    if (this.#failures >= FAILURES) this.#openUntil = now + PAUSE_MS;
  }
}
