import type { EventStore } from "../store/events.ts";
import { BUCKET_MINUTES, BucketGrid, WHOLE } from "./bucket_grid.ts";
import { UNITS } from "./measure.ts";
import { MAX_MEASURED_VALUES } from "./rule.ts";
import type { Source } from "./rule_sources.ts";

const MINUTE_MS = 60_000;
/** Minutes are asked for a day at a time, so that no answer is large. */
const BUCKETS_AT_ONCE = 1_440;
/** Events that come up to this much late still count when a rule is evaluated next. */
const LATE_MINUTES = 15;
/** Every so many minutes a source is read anew, with what came or was deleted later still. */
const REREAD_MINUTES = 60;

export type TimeseriesReader = Pick<EventStore, "timeseries">;

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

/** Grids of the live worker: kept between rounds, so that each asks only for what is new. */
export class GridCache {
  readonly #store: TimeseriesReader;
  readonly #grids = new Map<string, BucketGrid>();

  constructor(store: TimeseriesReader) {
    this.#store = store;
  }

  /** As `readGrid`, with everything that was known before and is not older than needed. */
  async read(source: Source, minutes: number, from: number, to: number): Promise<BucketGrid> {
    const { first, end } = stretchOf(source, minutes, from, to);
    const old = this.#grids.get(source.id);
    const grid = new BucketGrid(first, end - first);
    const late = Math.ceil(LATE_MINUTES / BUCKET_MINUTES[source.bucket]);
    const isKnown = old !== undefined && old.first <= first && old.end > first &&
      !isRereadDue(source, to);
    const begin = isKnown ? Math.max(first, Math.min(old.end, end) - late) : first;
    if (isKnown) grid.copyBefore(old, begin);
    await readInto(this.#store, source, grid, begin, end);
    this.#grids.set(source.id, grid);
    return grid;
  }

  /** Forgets what no rule asks for any more. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#grids.keys()) if (!ids.has(id)) this.#grids.delete(id);
  }
}

/** Spread over the hour by the source's own number, so that they are not all read at once. */
function isRereadDue(source: Source, to: number): boolean {
  let hash = 0;
  for (let index = 0; index < source.id.length; index++) {
    hash = (hash * 31 + source.id.charCodeAt(index)) >>> 0;
  }
  return (Math.floor(to / MINUTE_MS) + hash) % REREAD_MINUTES === 0;
}
