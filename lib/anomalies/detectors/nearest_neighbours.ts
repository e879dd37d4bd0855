import { decodeNumbers, encodeNumbers } from "./base64_numbers.ts";
import { SeededRandom } from "./random.ts";

const KEPT = 256;
const NEIGHBOURS = 3;
/** Squares of larger numbers could not be added. */
const LARGEST = 1e100;

/** A {@linkcode NearestNeighbours} as JSON. */
export interface NearestNeighboursState {
  width: number;
  rows: string;
  learned: number;
  means: number[];
  squares: number[];
  random: number;
}

/** Distance to the third nearest of 256 rows that a reservoir keeps of all, in standard deviations. */
export class NearestNeighbours {
  readonly width: number;
  readonly #rows: Float64Array;
  #learned = 0;
  /** Mean and sum of squared differences of each feature (Welford). */
  readonly #means: Float64Array;
  readonly #squares: Float64Array;
  readonly #weights: Float64Array;
  readonly #query: Float64Array;
  readonly #random: SeededRandom;

  constructor(width: number, seed = 1) {
    this.width = width;
    this.#rows = new Float64Array(KEPT * width);
    this.#means = new Float64Array(width);
    this.#squares = new Float64Array(width);
    this.#weights = new Float64Array(width);
    this.#query = new Float64Array(width);
    this.#random = new SeededRandom(seed);
  }

  /** The distance; 0 while there are fewer than three rows. */
  score(row: ArrayLike<number>): number {
    const size = Math.min(this.#learned, KEPT);
    if (size < NEIGHBOURS) return 0;
    let first = Infinity;
    let second = Infinity;
    let third = Infinity;
    const { width } = this;
    const rows = this.#rows;
    const weights = this.#weights;
    const query = this.#query;
    for (let feature = 0; feature < width; feature++) {
      query[feature] = bounded(row[feature] as number);
    }
    for (let index = 0, start = 0; index < size; index++, start += width) {
      let distance = 0;
      // Most rows are too far away after a few features.
      for (let feature = 0; feature < width && distance < third; feature++) {
        const difference = (query[feature] as number) - (rows[start + feature] as number);
        distance += difference * difference * (weights[feature] as number);
      }
      if (distance >= third) continue;
      if (distance < first) {
        third = second;
        second = first;
        first = distance;
      } else if (distance < second) {
        third = second;
        second = distance;
      } else third = distance;
    }
    return Math.sqrt(third);
  }

  learn(row: ArrayLike<number>): void {
    this.#learned++;
    const place = this.#learned <= KEPT ? this.#learned - 1 : this.#random.below(this.#learned);
    for (let feature = 0; feature < this.width; feature++) {
      const value = bounded(row[feature] as number);
      const mean = this.#means[feature] as number;
      const changed = mean + (value - mean) / this.#learned;
      this.#means[feature] = changed;
      this.#squares[feature] = (this.#squares[feature] as number) +
        (value - mean) * (value - changed);
      if (place < KEPT) this.#rows[place * this.width + feature] = value;
    }
    this.#weigh();
  }

  save(): NearestNeighboursState {
    const size = Math.min(this.#learned, KEPT);
    return {
      width: this.width,
      rows: encodeNumbers(this.#rows.subarray(0, size * this.width)),
      learned: this.#learned,
      means: Array.from(this.#means),
      squares: Array.from(this.#squares),
      random: this.#random.state,
    };
  }

  static restore(state: NearestNeighboursState): NearestNeighbours {
    const neighbours = new NearestNeighbours(state.width, state.random);
    neighbours.#rows.set(decodeNumbers(state.rows));
    neighbours.#learned = state.learned;
    neighbours.#means.set(state.means);
    neighbours.#squares.set(state.squares);
    neighbours.#weigh();
    return neighbours;
  }

  #weigh(): void {
    for (let feature = 0; feature < this.width; feature++) {
      const variance = (this.#squares[feature] as number) / Math.max(1, this.#learned);
      this.#weights[feature] = variance > 0 ? 1 / variance : 0;
    }
  }
}

function bounded(value: number): number {
  return value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST : value;
}
