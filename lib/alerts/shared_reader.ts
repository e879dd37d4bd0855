import type { EventStore, MinuteDimension, MinuteTotals } from "../store/events.ts";
import { type BucketGrid, WHOLE } from "./bucket_grid.ts";
import { UNITS } from "./measure.ts";
import type { Source } from "./rule_sources.ts";

const MINUTE_MS = 60_000;
/** Values of the dimension times minutes that are asked for at once, so that no answer is large. */
const CELLS_AT_ONCE = 4_000;

/** Buckets [begin, end) of a source that are still to be read into its grid. */
export interface Reading {
  source: Source;
  grid: BucketGrid;
  begin: number;
  end: number;
}

/**
 * The dimension by whose minutes a source can be read together with others: all that its filter says
 * is one value of it and perhaps a type. `null` where the source must be asked for by itself.
 */
export function sharedDimensionOf({ filter, metric, bucket, groupBy }: Source):
  | MinuteDimension
  | null {
  if (bucket !== "minute" || groupBy !== null || amountOf(metric) === null) return null;
  const { type: _type, userId, ...rest } = filter;
  if (userId !== undefined) return null;
  const named = Object.entries(rest).filter(([, value]) => value !== undefined);
  const [only, ...more] = named;
  return only === undefined || more.length > 0 ? null : only[0] as MinuteDimension;
}

/** Fills all grids of one dimension: each minute of the store is walked through once for all of them. */
export async function readShared(
  store: Pick<EventStore, "minutes">,
  dimension: MinuteDimension,
  readings: readonly Reading[],
): Promise<void> {
  const end = Math.max(...readings.map((reading) => reading.end));
  let from = Math.min(...readings.map(({ begin }) => begin));
  while (from < end) {
    const waiting = readings.filter((reading) => reading.end > from && reading.begin < end);
    const begun = byValue(dimension, waiting.filter(({ begin }) => begin <= from));
    // Up to where the next ones begin, so that nobody's values are read before they are needed.
    const next = Math.min(
      end,
      ...waiting.map(({ begin }) => begin).filter((begin) => begin > from),
    );
    const step = Math.max(1, Math.floor(CELLS_AT_ONCE / Math.max(1, begun.size)));
    const to = begun.size === 0 ? next : Math.min(next, from + step);
    if (begun.size > 0) {
      const query = {
        dimension,
        keys: [...begun.keys()],
        from: from * MINUTE_MS,
        to: to * MINUTE_MS,
      };
      for (const totals of await store.minutes(query)) {
        for (const reading of begun.get(totals.key) ?? []) take(reading, totals);
      }
    }
    from = to;
  }
}

function byValue(
  dimension: MinuteDimension,
  readings: readonly Reading[],
): Map<string, Reading[]> {
  const found = new Map<string, Reading[]>();
  for (const reading of readings) {
    const value = reading.source.filter[dimension]!;
    const same = found.get(value);
    if (same === undefined) found.set(value, [reading]);
    else same.push(reading);
  }
  return found;
}

/** Adds what one type has in a minute; a source without a type gets those of all types. */
function take({ source, grid, end }: Reading, totals: MinuteTotals): void {
  const { type } = source.filter;
  if (totals.minute >= end || type !== undefined && type !== totals.type) return;
  const value = amountOf(source.metric)!(totals);
  if (value === null) return;
  const before = grid.at(WHOLE, totals.minute);
  grid.set(WHOLE, totals.minute, before === null ? value : together(source.metric, before, value));
}

/** What a metric adds up from a minute's totals; `null` for metrics that cannot be added up. */
function amountOf(metric: Source["metric"]): ((totals: MinuteTotals) => number | null) | null {
  switch (metric) {
    case "count":
      return ({ count }) => count;
    case "valued":
      return ({ valued }) => valued;
    case "sum":
      return ({ sum }) => Math.round(sum * UNITS);
    case "min":
      return ({ min }) => min;
    case "max":
      return ({ max }) => max;
    default:
      return null;
  }
}

function together(metric: Source["metric"], a: number, b: number): number {
  if (metric === "min") return Math.min(a, b);
  return metric === "max" ? Math.max(a, b) : a + b;
}
