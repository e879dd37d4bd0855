import type { EventStore, MinuteDimension } from "../store/events.ts";
import { BUCKET_MINUTES, BucketGrid, WHOLE } from "./bucket_grid.ts";
import { UNITS } from "./measure.ts";
import { MAX_MEASURED_VALUES } from "./rule.ts";
import type { Source } from "./rule_sources.ts";
import { type Reading, readShared, sharedDimensionOf } from "./shared_reader.ts";

const MINUTE_MS = 60_000;
/** Minutes are asked for a day at a time, so that no answer is large. */
const BUCKETS_AT_ONCE = 1_440;
/** Events that come up to this much late still count when a rule is evaluated next. */
const LATE_MINUTES = 15;
/** Every so many minutes a source is read anew, with what came or was deleted later still. */
const REREAD_MINUTES = 60;

/** Questions under way at once. */
const READS_AT_ONCE = 16;

export type TimeseriesReader = Pick<EventStore, "timeseries">;
type GridStore = Pick<EventStore, "timeseries" | "minutes">;

/** Reads buckets [from, to) of a source into a grid. */
export async function readInto(
  store: TimeseriesReader,
  source: Source,
  grid: BucketGrid,
  from: number,
  to: number,
): Promise<void> {
  const { filter, metric, bucket, groupBy } = source;
  const sizeMs = BUCKET_MINUTES[bucket] * MINUTE_MS;
  for (let begin = from; begin < to; begin += BUCKETS_AT_ONCE) {
    const end = Math.min(to, begin + BUCKETS_AT_ONCE);
    const series = await store.timeseries({
      filter: { ...filter, from: begin * sizeMs, to: end * sizeMs },
      metric,
      bucket,
      groupBy: groupBy ?? undefined,
      namedSeries: MAX_MEASURED_VALUES,
      timeZone: "UTC",
    });
    if (series.length > MAX_MEASURED_VALUES) grid.isCut = true;
    // What the store adds up as `other` is no value of the dimension.
    for (const { key, points } of series.slice(0, MAX_MEASURED_VALUES)) {
      const name = groupBy === null ? WHOLE : key;
      for (const [index, { value }] of points.entries()) {
        if (value === null || value === 0 && groupBy !== null) continue;
        grid.set(name, begin + index, metric === "sum" ? Math.round(value * UNITS) : value);
      }
    }
  }
}

/** How many buckets a source needs before a moment, and which bucket is the last finished one. */
function stretchOf({ bucket }: Source, minutes: number, from: number, to: number) {
  const size = BUCKET_MINUTES[bucket];
  const sizeMs = size * MINUTE_MS;
  return {
    first: Math.floor(from / sizeMs) - Math.ceil(minutes / size),
    end: Math.floor(to / sizeMs),
  };
}

/**
 * A grid with what rules that look back so many minutes need at every moment from `from` to `to`.
 */
export async function readGrid(
  store: TimeseriesReader,
  source: Source,
  minutes: number,
  from: number,
  to: number,
): Promise<BucketGrid> {
  const { first, end } = stretchOf(source, minutes, from, to);
  const grid = new BucketGrid(first, end - first);
  await readInto(store, source, grid, first, end);
  return grid;
}

/** A source and how many minutes its rules look back. */
export interface NeededSource {
  source: Source;
  minutes: number;
}

/** Grids of the live worker: kept between rounds, so that each asks only for what is new. */
export class GridCache {
  readonly #store: GridStore;
  #grids: ReadonlyMap<string, BucketGrid> = new Map();

  constructor(store: GridStore) {
    this.#store = store;
  }

  /**
   * As `readGrid` for each source, with everything that was known before and is not older than
   * needed. What no source asks for any more is forgotten.
   */
  async readAll(
    needed: readonly NeededSource[],
    from: number,
    to: number,
  ): Promise<ReadonlyMap<string, BucketGrid>> {
    const readings = needed.map((one) => this.#begin(one, from, to));
    const shared = new Map<MinuteDimension, Reading[]>();
    const single: Reading[] = [];
    for (const reading of readings) {
      const dimension = sharedDimensionOf(reading.source);
      if (dimension === null) single.push(reading);
      else shared.set(dimension, [...shared.get(dimension) ?? [], reading]);
    }
    const questions = [
      ...[...shared].map(([dimension, some]) => () => readShared(this.#store, dimension, some)),
      ...single.map(({ source, grid, begin, end }) => () =>
        readInto(this.#store, source, grid, begin, end)
      ),
    ];
    const asking = Array.from({ length: READS_AT_ONCE }, async () => {
      for (let ask = questions.shift(); ask !== undefined; ask = questions.shift()) await ask();
    });
    await Promise.all(asking);
    return this.#grids = new Map(readings.map(({ source, grid }) => [source.id, grid]));
  }

  /** A grid with what is known, and which buckets it lacks. */
  #begin({ source, minutes }: NeededSource, from: number, to: number): Reading {
    const { first, end } = stretchOf(source, minutes, from, to);
    const old = this.#grids.get(source.id);
    const grid = new BucketGrid(first, end - first);
    const late = Math.ceil(LATE_MINUTES / BUCKET_MINUTES[source.bucket]);
    const isKnown = old !== undefined && old.first <= first && old.end > first &&
      !isRereadDue(source, to);
    const begin = isKnown ? Math.max(first, Math.min(old.end, end) - late) : first;
    if (isKnown) grid.copyBefore(old, begin);
    return { source, grid, begin, end };
  }
}

/** Spread over the hour, so that not all is read at once; what is read together is due together. */
function isRereadDue(source: Source, to: number): boolean {
  const name = sharedDimensionOf(source) ?? source.id;
  let hash = 0;
  for (let index = 0; index < name.length; index++) {
    hash = (hash * 31 + name.charCodeAt(index)) >>> 0;
  }
  return (Math.floor(to / MINUTE_MS) + hash) % REREAD_MINUTES === 0;
}
