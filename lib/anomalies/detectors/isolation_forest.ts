import { decodeNumbers, encodeNumbers } from "./base64_numbers.ts";
import { SeededRandom } from "./random.ts";

const TREES = 100;
const SAMPLE = 256;
const DEPTH = 8;
const NODES = 2 ** (DEPTH + 1) - 1;
const BUFFER = 2048;
const MIN_ROWS = 8;
/** While young, all trees are made anew each time the rows have grown by a quarter. */
const YOUNG_TREES = 4 * TREES;
const OLD_TREES = 1 / 16;
const EULER = 0.5772156649015329;

/** An {@linkcode IsolationForest} as JSON. */
export interface IsolationForestState {
  width: number;
  rows: string;
  learned: number;
  due: number;
  tree: number;
  planted: number;
  features: number[];
  values: string;
  random: number;
}

/**
 * An isolation forest that rolls along: 100 trees, each of 256 out of the last 2,048 rows, one made
 * anew every 16 rows. Rows that few random cuts set apart from all others are odd.
 */
export class IsolationForest {
  readonly width: number;
  readonly #rows: Float64Array;
  #learned = 0;
  /** Trees that are due to be made; a fraction counts on. */
  #due = 0;
  #tree = 0;
  #planted = 0;
  /** Feature of each node's cut, -1 for a leaf; the children of node i are 2i + 1 and 2i + 2. */
  readonly #features = new Int16Array(TREES * NODES).fill(-1);
  /** Where a node cuts; at a leaf, the depth that its rows have on average. */
  readonly #values = new Float64Array(TREES * NODES);
  readonly #random: SeededRandom;
  readonly #chosen = new Int32Array(BUFFER);

  constructor(width: number, seed = 1) {
    this.width = width;
    this.#rows = new Float64Array(BUFFER * width);
    this.#random = new SeededRandom(seed);
  }

  /** 0 to 1, higher is odder; 0 before the first trees. */
  score(row: ArrayLike<number>): number {
    if (this.#planted === 0) return 0;
    const features = this.#features;
    const values = this.#values;
    let depth = 0;
    for (let tree = 0; tree < this.#planted; tree++) {
      const root = tree * NODES;
      let node = 0;
      for (;;) {
        const feature = features[root + node] as number;
        const value = values[root + node] as number;
        if (feature < 0) {
          depth += value;
          break;
        }
        node = 2 * node + ((row[feature] as number) < value ? 1 : 2);
      }
    }
    const usual = averageDepth(Math.min(SAMPLE, this.#size));
    return 2 ** (-depth / this.#planted / usual);
  }

  learn(row: ArrayLike<number>): void {
    const start = this.#learned % BUFFER * this.width;
    for (let index = 0; index < this.width; index++) {
      this.#rows[start + index] = row[index] as number;
    }
    this.#learned++;
    if (this.#learned < MIN_ROWS) return;
    this.#due += Math.max(OLD_TREES, YOUNG_TREES / this.#learned);
    for (; this.#due >= 1; this.#due--) this.#plant();
  }

  /** The middle value of a feature among some rows in memory. */
  median(feature: number): number {
    const step = Math.ceil(this.#size / SAMPLE);
    const values = new Float64Array(Math.ceil(this.#size / step));
    for (let index = 0; index < values.length; index++) {
      values[index] = this.#rows[index * step * this.width + feature] as number;
    }
    return values.sort()[values.length >> 1] ?? 0;
  }

  save(): IsolationForestState {
    return {
      width: this.width,
      rows: encodeNumbers(this.#rows.subarray(0, this.#size * this.width)),
      learned: this.#learned,
      due: this.#due,
      tree: this.#tree,
      planted: this.#planted,
      features: Array.from(this.#features.subarray(0, this.#planted * NODES)),
      values: encodeNumbers(this.#values.subarray(0, this.#planted * NODES)),
      random: this.#random.state,
    };
  }

  static restore(state: IsolationForestState): IsolationForest {
    const forest = new IsolationForest(state.width, state.random);
    forest.#rows.set(decodeNumbers(state.rows));
    forest.#learned = state.learned;
    forest.#due = state.due;
    forest.#tree = state.tree;
    forest.#planted = state.planted;
    forest.#features.set(state.features);
    forest.#values.set(decodeNumbers(state.values));
    return forest;
  }

  get #size(): number {
    return Math.min(this.#learned, BUFFER);
  }

  /** Makes the next tree anew. */
  #plant(): void {
    const size = this.#size;
    const sample = Math.min(SAMPLE, size);
    const chosen = this.#chosen;
    for (let index = 0; index < size; index++) chosen[index] = index;
    for (let index = 0; index < sample; index++) {
      const other = index + this.#random.below(size - index);
      const row = chosen[index] as number;
      chosen[index] = chosen[other] as number;
      chosen[other] = row;
    }
    this.#grow(this.#tree * NODES, 0, 0, 0, sample);
    this.#planted = Math.max(this.#planted, this.#tree + 1);
    this.#tree = (this.#tree + 1) % TREES;
  }

  /** Cuts the chosen rows from `from` to `to` until they are apart or the tree is high enough. */
  #grow(root: number, node: number, depth: number, from: number, to: number): void {
    const feature = depth < DEPTH && to - from > 1 ? this.#pickFeature(from, to) : -1;
    this.#features[root + node] = feature;
    if (feature < 0) {
      this.#values[root + node] = depth + averageDepth(to - from);
      return;
    }
    const [low, high] = this.#range(feature, from, to);
    // Above the lowest and at most the highest, so that both sides have a row.
    let cut = low + (1 - this.#random.next()) * (high - low);
    if (!(cut > low)) cut = high;
    this.#values[root + node] = cut;
    const chosen = this.#chosen;
    let middle = from;
    for (let index = from; index < to; index++) {
      const row = chosen[index] as number;
      if ((this.#rows[row * this.width + feature] as number) >= cut) continue;
      chosen[index] = chosen[middle] as number;
      chosen[middle++] = row;
    }
    this.#grow(root, 2 * node + 1, depth + 1, from, middle);
    this.#grow(root, 2 * node + 2, depth + 1, middle, to);
  }

  /** A random feature in which the rows differ; -1 when they are all the same. */
  #pickFeature(from: number, to: number): number {
    const first = this.#random.below(this.width);
    for (let offset = 0; offset < this.width; offset++) {
      const feature = (first + offset) % this.width;
      const [low, high] = this.#range(feature, from, to);
      if (high > low) return feature;
    }
    return -1;
  }

  #range(feature: number, from: number, to: number): [low: number, high: number] {
    let low = Infinity;
    let high = -Infinity;
    for (let index = from; index < to; index++) {
      const value = this.#rows[(this.#chosen[index] as number) * this.width + feature] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high];
  }
}

/** Average depth of a row in a random tree of `size` rows. */
function averageDepth(size: number): number {
  if (size <= 1) return 0;
  if (size === 2) return 1;
  return 2 * (Math.log(size - 1) + EULER) - 2 * (size - 1) / size;
}
