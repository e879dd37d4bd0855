const KEPT = 1024;
const FLOOR = 0.002;

/** Ranks a score among the last 1,024, so that scores of different scales can be added. */
export class ScoreRank {
  /** In order of arrival, a ring. */
  readonly #arrived = new Float64Array(KEPT);
  readonly #sorted = new Float64Array(KEPT);
  #next = 0;
  #size = 0;

  /**
   * -ln(1 - rank + 0.002): 0 for the most ordinary, 5.8 for the oddest. One score below and one above all
   * are thought of, so that the first few do not find each other odd.
   */
  surprise(score: number): number {
    if (this.#size === 0) return 0;
    const below = this.#position(score);
    let equal = below;
    while (equal < this.#size && this.#sorted[equal] === score) equal++;
    const rank = (below + (equal - below) / 2 + 1) / (this.#size + 2);
    return Math.max(0, -Math.log(1 - rank + FLOOR));
  }

  add(score: number): void {
    const sorted = this.#sorted;
    if (this.#size === KEPT) {
      const oldest = this.#position(this.#arrived[this.#next] as number);
      sorted.copyWithin(oldest, oldest + 1, KEPT);
      this.#size--;
    }
    const position = this.#position(score);
    sorted.copyWithin(position + 1, position, this.#size);
    sorted[position] = score;
    this.#size++;
    this.#arrived[this.#next] = score;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** The scores in order of arrival. */
  save(): number[] {
    const first = this.#size === KEPT ? this.#next : 0;
    return Array.from(
      { length: this.#size },
      (_, index) => this.#arrived[(first + index) % KEPT] as number,
    );
  }

  static restore(scores: readonly number[]): ScoreRank {
    const rank = new ScoreRank();
    for (const score of scores) rank.add(score);
    return rank;
  }

  /** How many kept scores are smaller. */
  #position(score: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] as number) < score) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
