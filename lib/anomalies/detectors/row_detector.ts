import { IsolationForest, type IsolationForestState } from "./isolation_forest.ts";
import { NearestNeighbours, type NearestNeighboursState } from "./nearest_neighbours.ts";
import { ScoreRank } from "./score_rank.ts";

/** Among rows odder than all kept ones the scores themselves decide, without changing other orders. */
const TIE_BREAK = 0.05;

/** A {@linkcode RowDetector} as JSON. */
export interface RowState {
  forest: IsolationForestState;
  neighbours: NearestNeighboursState;
  forestScores: number[];
  distances: number[];
}

/**
 * Finds odd rows of numbers: a rolling isolation forest and the distance to the third nearest kept
 * row, each ranked among its last scores. Call `score`, then `learn`, once for each row.
 */
export class RowDetector {
  readonly width: number;
  #forest: IsolationForest;
  #neighbours: NearestNeighbours;
  #forestScores = new ScoreRank();
  #distances = new ScoreRank();
  /** What `score` found of the row in hand, so that `learn` need not look again. */
  #scored: { row: ArrayLike<number>; depth: number; distance: number } | null = null;

  constructor(width: number, options: { seed?: number } = {}) {
    if (!(width >= 1)) throw new RangeError("A row must have at least one number");
    this.width = width;
    this.#forest = new IsolationForest(width, options.seed ?? 1);
    this.#neighbours = new NearestNeighbours(width, (options.seed ?? 1) + 1);
  }

  /** From 0 for the most ordinary to about 12, by what was learned before the row. */
  score(row: ArrayLike<number>): number {
    const { depth, distance } = this.#look(row);
    this.#scored = { row, depth, distance };
    return this.#combine(depth, distance);
  }

  learn(row: ArrayLike<number>): void {
    const { depth, distance } = this.#scored?.row === row ? this.#scored : this.#look(row);
    this.#scored = null;
    this.#forestScores.add(depth);
    this.#distances.add(distance);
    this.#forest.learn(row);
    this.#neighbours.learn(row);
  }

  /** How much less odd the row would be if one feature were ordinary, for each feature. */
  explain(row: ArrayLike<number>): number[] {
    const changed = Float64Array.from(row);
    const whole = this.#surpriseOf(changed);
    return Array.from(changed, (value, feature) => {
      changed[feature] = this.#forest.median(feature);
      const rest = this.#surpriseOf(changed);
      changed[feature] = value;
      return Math.max(0, whole - rest);
    });
  }

  save(): RowState {
    return {
      forest: this.#forest.save(),
      neighbours: this.#neighbours.save(),
      forestScores: this.#forestScores.save(),
      distances: this.#distances.save(),
    };
  }

  static restore(state: RowState): RowDetector {
    const detector = new RowDetector(state.forest.width);
    detector.#forest = IsolationForest.restore(state.forest);
    detector.#neighbours = NearestNeighbours.restore(state.neighbours);
    detector.#forestScores = ScoreRank.restore(state.forestScores);
    detector.#distances = ScoreRank.restore(state.distances);
    return detector;
  }

  #look(row: ArrayLike<number>): { depth: number; distance: number } {
    return { depth: this.#forest.score(row), distance: this.#neighbours.score(row) };
  }

  #surpriseOf(row: ArrayLike<number>): number {
    const { depth, distance } = this.#look(row);
    return this.#combine(depth, distance);
  }

  #combine(depth: number, distance: number): number {
    return this.#forestScores.surprise(depth) + this.#distances.surprise(distance) +
      TIE_BREAK * (depth + distance / (1 + distance));
  }
}
