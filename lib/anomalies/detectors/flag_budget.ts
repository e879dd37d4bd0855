/** Totals below this are never flagged, however quiet the times. */
export const MIN_TOTAL = 2;
const STEP = 0.05;

/** Flags about the same part of all records however they are spread: a running quantile. */
export class FlagBudget {
  threshold: number;
  readonly #part: number;

  constructor(part: number, threshold = MIN_TOTAL) {
    this.#part = part;
    this.threshold = threshold;
  }

  isAbove(total: number): boolean {
    return total >= Math.max(MIN_TOTAL, this.threshold);
  }

  learn(total: number): void {
    const step = STEP * ((total > this.threshold ? 1 : 0) - this.#part);
    this.threshold = Math.max(MIN_TOTAL / 2, this.threshold + step);
  }
}
