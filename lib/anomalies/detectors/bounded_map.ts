/**
 * A map that forgets what was not used for long, without keeping an order: two generations, of which
 * the older one is dropped when the younger is full.
 */
export class BoundedMap<T> {
  readonly #limit: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  /** Keeps between `limit` / 2 and `limit` entries once there are so many. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): T | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  /** Sets and renews an entry. */
  set(key: string, value: T): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#limit / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  /** Entries of the older generation, then of the younger. */
  save(): [old: [string, T][], young: [string, T][]] {
    return [[...this.#old], [...this.#young]];
  }

  static restore<T>(limit: number, [old, young]: [[string, T][], [string, T][]]): BoundedMap<T> {
    const map = new BoundedMap<T>(limit);
    map.#old = new Map(old);
    map.#young = new Map(young);
    return map;
  }
}
