/** Sizes of buckets that rules read; the store's buckets of the same name in UTC. */
export const BUCKET_MINUTES = { minute: 1, hour: 60, day: 1440 } as const;
export type GridBucket = keyof typeof BUCKET_MINUTES;

/** Key of the only row of a grid without a dimension. */
export const WHOLE = "";

interface Row {
  /** `NaN` where the store had no value. */
  values: Float64Array;
  /** Sum of all values before an index; made when first asked for. */
  sums: Float64Array | null;
  /** Number of buckets before an index that hold anything. */
  filled: Uint32Array | null;
}

/**
 * Numbers per bucket and dimension value over a stretch of time. Sums are of integers (counts, or
 * money in 1/10,000), so they are exact and do not depend on where the stretch begins.
 */
export class BucketGrid {
  /** Number of the first bucket since 1970. */
  readonly first: number;
  readonly length: number;
  /** Whether the dimension has more values than were read. */
  isCut = false;
  readonly #rows = new Map<string, Row>();

  constructor(first: number, length: number) {
    this.first = first;
    this.length = length;
  }

  get end(): number {
    return this.first + this.length;
  }

  keys(): IterableIterator<string> {
    return this.#rows.keys();
  }

  /** Sets a bucket of the stretch; others are left out. */
  set(key: string, bucket: number, value: number): void {
    const index = bucket - this.first;
    if (index < 0 || index >= this.length) return;
    const row = this.#rowOf(key);
    row.values[index] = value;
    row.sums = row.filled = null;
  }

  /** Takes over what another grid has before a bucket. */
  copyBefore(other: BucketGrid, end: number): void {
    const from = Math.max(this.first, other.first);
    const to = Math.min(end, this.end, other.end);
    if (from >= to) return;
    for (const [key, { values }] of other.#rows) {
      const part = values.subarray(from - other.first, to - other.first);
      if (part.every((value) => Number.isNaN(value) || value === 0)) continue;
      this.#rowOf(key).values.set(part, from - this.first);
    }
  }

  at(key: string, bucket: number): number | null {
    const value = this.#rows.get(key)?.values[bucket - this.first];
    return value === undefined || Number.isNaN(value) ? null : value;
  }

  /** Sum over buckets from `from` to before `to`; those without a value are 0. */
  sum(key: string, from: number, to: number): number {
    const row = this.#rows.get(key);
    if (row === undefined) return 0;
    row.sums ??= accumulate(row.values, new Float64Array(this.length + 1), (value) => value);
    return row.sums[this.#index(to)]! - row.sums[this.#index(from)]!;
  }

  /** Whether any bucket from `from` to before `to` holds something. */
  isFilled(key: string, from: number, to: number): boolean {
    const row = this.#rows.get(key);
    if (row === undefined) return false;
    row.filled ??= accumulate(row.values, new Uint32Array(this.length + 1), (n) => n === 0 ? 0 : 1);
    return row.filled[this.#index(to)]! > row.filled[this.#index(from)]!;
  }

  /** The smallest or largest value, `null` where there is none. */
  extreme(key: string, from: number, to: number, which: "min" | "max"): number | null {
    const values = this.#rows.get(key)?.values;
    if (values === undefined) return null;
    let found: number | null = null;
    for (let index = this.#index(from); index < this.#index(to); index++) {
      const value = values[index]!;
      if (Number.isNaN(value)) continue;
      if (found === null || (which === "min" ? value < found : value > found)) found = value;
    }
    return found;
  }

  #index(bucket: number): number {
    return Math.min(this.length, Math.max(0, bucket - this.first));
  }

  #rowOf(key: string): Row {
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = { values: new Float64Array(this.length).fill(NaN), sums: null, filled: null };
      this.#rows.set(key, row);
    }
    return row;
  }
}

function accumulate<A extends Float64Array | Uint32Array>(
  values: Float64Array,
  sums: A,
  amount: (value: number) => number,
): A {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    sums[index + 1] = sums[index]! + (Number.isNaN(value) ? 0 : amount(value));
  }
  return sums;
}
