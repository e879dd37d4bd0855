/** Turns many small changes into one call, at most one in `intervalMs`. */
export class ChangeSignal<T extends object> {
  readonly #read: () => Promise<T>;
  readonly #intervalMs: number;
  readonly #listeners = new Set<(value: T) => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `read` gives the state that listeners get; where it throws, the listeners hear of the next change. */
  constructor(read: () => Promise<T>, intervalMs: number) {
    this.#read = read;
    this.#intervalMs = intervalMs;
  }

  /** Calls `listener` after changes, until the returned function is called. */
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something changed. */
  touch(): void {
    if (this.#listeners.size === 0) return;
    this.#timer ??= setTimeout(() => this.#emit(), this.#intervalMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  async #emit(): Promise<void> {
    // Cleared before reading: what changes from here on is told in another call.
    this.#timer = undefined;
    const value = await this.#read().catch(() => null);
    if (value === null) return;
    for (const listener of this.#listeners) listener(value);
  }
}
