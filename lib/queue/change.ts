/** What Deno KV allows in one atomic, with room to spare (100 checks, 1,000 mutations, 800 KiB). */
export const ATOMIC_LIMITS = { checks: 90, mutations: 950, bytes: 740_000 } as const;
/** Largest single value, with room for its serialisation (65,536 bytes). */
export const MAX_VALUE_BYTES = 60_000;

/** Bytes that every key and every small value is counted with. */
const KEY_BYTES = 200;

interface Write {
  key: Deno.KvKey;
  /** `undefined` deletes. */
  value: unknown;
  expireIn: number | undefined;
}

/** Writes that belong together, and the conditions under which they may happen. */
export class Change {
  readonly checks: Deno.AtomicCheck[] = [];
  readonly writes: Write[] = [];
  readonly sums = new Map<string, { key: Deno.KvKey; delta: number }>();
  readonly #checked = new Set<string>();
  bytes = 0;

  /** Only if the key still has this version; `null` means that it does not exist. */
  check(key: Deno.KvKey, versionstamp: string | null): this {
    this.checks.push({ key, versionstamp });
    this.#checked.add(JSON.stringify(key));
    this.bytes += KEY_BYTES;
    return this;
  }

  /** `bytes` is the value's size where it is not small. */
  set(key: Deno.KvKey, value: unknown, bytes = 0, expireIn?: number): this {
    this.writes.push({ key, value, expireIn });
    this.bytes += KEY_BYTES + bytes;
    return this;
  }

  delete(key: Deno.KvKey): this {
    this.writes.push({ key, value: undefined, expireIn: undefined });
    this.bytes += KEY_BYTES;
    return this;
  }

  /** Adds to a 64-bit counter. */
  add(key: Deno.KvKey, delta: number): this {
    const name = JSON.stringify(key);
    const sum = this.sums.get(name);
    if (sum === undefined) this.sums.set(name, { key, delta });
    else sum.delta += delta;
    return this;
  }

  /** Whether both fit into one atomic, and neither decides about a key that the other decides about. */
  canJoin(other: Change): boolean {
    return this.checks.length + other.checks.length <= ATOMIC_LIMITS.checks &&
      this.writes.length + this.sums.size + other.writes.length + other.sums.size <=
        ATOMIC_LIMITS.mutations &&
      this.bytes + other.bytes <= ATOMIC_LIMITS.bytes &&
      this.#checked.isDisjointFrom(other.#checked);
  }

  /** Takes everything of the other change in. */
  join(other: Change): this {
    this.checks.push(...other.checks);
    for (const name of other.#checked) this.#checked.add(name);
    this.writes.push(...other.writes);
    for (const { key, delta } of other.sums.values()) this.add(key, delta);
    this.bytes += other.bytes;
    return this;
  }

  /** Puts everything into an atomic. */
  apply(atomic: Deno.AtomicOperation): Deno.AtomicOperation {
    if (this.checks.length > 0) atomic = atomic.check(...this.checks);
    for (const { key, value, expireIn } of this.writes) {
      if (value === undefined) atomic = atomic.delete(key);
      else if (expireIn === undefined) atomic = atomic.set(key, value);
      else atomic = atomic.set(key, value, { expireIn });
    }
    for (const { key, delta } of this.sums.values()) {
      // Counters wrap at 2^64, so adding 2^64 - n subtracts n.
      if (delta !== 0) atomic = atomic.sum(key, BigInt.asUintN(64, BigInt(delta)));
    }
    return atomic;
  }
}
