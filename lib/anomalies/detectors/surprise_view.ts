const BLOCKS = 20;
const BLOCK = 250;
/** Points that a view remembers at most. */
export const MEMORY = BLOCKS * BLOCK;
/** Below so many points a record means nothing. */
const MIN_POINTS = 30;
const MAX_TIMES = 10;
/** What is beyond a record by less than this part of it is rounding. */
const ROUNDING = 1e-9;

/** One way of looking at a stream, as JSON. */
export interface SurpriseViewState {
  lows: number[];
  highs: number[];
  block: number;
  inBlock: number;
  points: number;
  centre: number;
}

/**
 * Remembers the lowest and the highest of the last 5,000 values, in 20 blocks so that a value costs
 * the same however long the memory is. Among values that come in any order the newest is a record
 * with a chance of about 1/n, so a record after n values is worth log10 n, times how far it went.
 */
export class SurpriseView {
  /** How far the judged value is beyond the record, in distances from the centre to that record. */
  times = 0;
  /** Values that it was compared with. */
  compared = 0;

  readonly #lows = new Float64Array(BLOCKS).fill(Infinity);
  readonly #highs = new Float64Array(BLOCKS).fill(-Infinity);
  #block = 0;
  #inBlock = 0;
  #points = 0;
  #centre = 0;
  #low = Infinity;
  #high = -Infinity;

  /** Lowest and highest remembered value; NaN before the first. */
  get low(): number {
    return this.#points === 0 ? NaN : this.#low;
  }

  get high(): number {
    return this.#points === 0 ? NaN : this.#high;
  }

  /** Surprise at `y`, 0 within what is known. */
  judge(y: number): number {
    this.times = 0;
    this.compared = Math.min(this.#points, MEMORY);
    if (this.compared < MIN_POINTS) return 0;
    const record = y > this.#high ? this.#high : y < this.#low ? this.#low : NaN;
    if (Number.isNaN(record)) return 0;
    const excess = Math.abs(y - record);
    if (excess <= ROUNDING * Math.max(Math.abs(record), Math.abs(this.#centre))) return 0;
    const reach = Math.abs(record - this.#centre);
    this.times = reach > 0 ? Math.min(MAX_TIMES, excess / reach) : MAX_TIMES;
    return Math.log10(this.compared) * (1 + this.times);
  }

  /** Remembers `y`, cut off at twice the reach of the record so that one monster does not blind. */
  learn(y: number): void {
    const value = this.#points < MIN_POINTS ? y : this.#clip(y);
    this.#points++;
    this.#centre += (value - this.#centre) / Math.min(this.#points, MEMORY);
    const low = this.#lows[this.#block] as number;
    const high = this.#highs[this.#block] as number;
    if (value < low) this.#lows[this.#block] = value;
    if (value > high) this.#highs[this.#block] = value;
    if (value < this.#low) this.#low = value;
    if (value > this.#high) this.#high = value;
    if (++this.#inBlock === BLOCK) this.#turn();
  }

  save(): SurpriseViewState {
    return {
      // JSON knows no infinity: of a block without values nothing is written.
      lows: Array.from(this.#lows).filter(Number.isFinite),
      highs: Array.from(this.#highs).filter(Number.isFinite),
      block: this.#block,
      inBlock: this.#inBlock,
      points: this.#points,
      centre: this.#centre,
    };
  }

  static restore(state: SurpriseViewState): SurpriseView {
    const view = new SurpriseView();
    // Blocks fill from the first on; once all have values, the current one alone may have none.
    const gap = state.inBlock === 0 && state.points >= MEMORY ? state.block : BLOCKS;
    state.lows.forEach((value, index) => view.#lows[index < gap ? index : index + 1] = value);
    state.highs.forEach((value, index) => view.#highs[index < gap ? index : index + 1] = value);
    view.#block = state.block;
    view.#inBlock = state.inBlock;
    view.#points = state.points;
    view.#centre = state.centre;
    view.#findRecords();
    return view;
  }

  #clip(y: number): number {
    if (y > this.#high && this.#high > this.#centre) {
      return Math.min(y, 2 * this.#high - this.#centre);
    }
    if (y < this.#low && this.#low < this.#centre) {
      return Math.max(y, 2 * this.#low - this.#centre);
    }
    return y;
  }

  /** Begins the next block and forgets what it held. */
  #turn(): void {
    this.#block = (this.#block + 1) % BLOCKS;
    this.#inBlock = 0;
    this.#lows[this.#block] = Infinity;
    this.#highs[this.#block] = -Infinity;
    this.#findRecords();
  }

  #findRecords(): void {
    this.#low = Infinity;
    this.#high = -Infinity;
    for (let index = 0; index < BLOCKS; index++) {
      const low = this.#lows[index] as number;
      const high = this.#highs[index] as number;
      if (low < this.#low) this.#low = low;
      if (high > this.#high) this.#high = high;
    }
  }
}
