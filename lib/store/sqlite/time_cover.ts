import { GRAIN_SIZES } from "./event_tables.ts";

/** A block of roll-ups that is added (`sign` 1) or taken away (-1). */
export interface Block {
  grain: number;
  /** ⌊time / size of the grain⌋ */
  block: number;
  sign: 1 | -1;
}

/** A stretch of time whose events are counted one by one. Epoch milliseconds, `to` exclusive. */
export interface Stretch {
  from: number;
  to: number;
  sign: 1 | -1;
}

/** A period as blocks of roll-ups, with single events where it does not end on a block's boundary. */
export interface Cover {
  blocks: Block[];
  stretches: Stretch[];
}

export interface CoverOptions {
  from: number;
  to: number;
  /** Grains that there are roll-ups of, finest first. */
  grains: readonly number[];
  /**
   * Whether a block may reach over the end and the surplus be taken away again: half the rows. Not for
   * least and most, which cannot be taken away.
   */
  subtract: boolean;
}

/** Covers [from, to) by the coarsest blocks that fit, finer ones towards both ends. */
export function coverPeriod(options: CoverOptions): Cover {
  const cover: Cover = { blocks: [], stretches: [] };
  coverWith(cover, options, options.from, options.to, options.grains.length - 1, 1);
  return cover;
}

function coverWith(
  cover: Cover,
  options: CoverOptions,
  from: number,
  to: number,
  level: number,
  sign: 1 | -1,
): void {
  if (from >= to) return;
  const grain = options.grains[level];
  if (grain === undefined) {
    cover.stretches.push({ from, to, sign });
    return;
  }
  const size = GRAIN_SIZES[grain]!;
  let first = Math.ceil(from / size);
  let end = Math.floor(to / size);
  const opposite = sign === 1 ? -1 : 1;
  if (first > end) return coverWith(cover, options, from, to, level - 1, sign);
  // At each end: stop short of it and add what is missing, or go over it and take the surplus away.
  if (options.subtract && first * size - from > size / 2) first--;
  if (options.subtract && to - end * size > size / 2) end++;
  for (let block = first; block < end; block++) cover.blocks.push({ grain, block, sign });
  if (first * size > from) coverWith(cover, options, from, first * size, level - 1, sign);
  else coverWith(cover, options, first * size, from, level - 1, opposite);
  if (end * size < to) coverWith(cover, options, end * size, to, level - 1, sign);
  else coverWith(cover, options, to, end * size, level - 1, opposite);
}
