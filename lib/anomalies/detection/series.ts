/** Length of the buckets that are judged. */
export const BUCKET_MS = 300_000;
/** Most series that are watched at a time. */
export const MAX_SERIES = 200;
/** Longer values of a dimension are not names of anything that people watch. */
export const MAX_VALUE_LENGTH = 128;

/** Which events are counted. */
export interface Series {
  type: string;
  dimension: "region" | null;
  dimensionValue: string | null;
}

/** Name of a series, unique among all. */
export function seriesKey({ type, dimension, dimensionValue }: Series): string {
  return dimension === null ? `count:${type}` : `count:${type}:${dimension}:${dimensionValue}`;
}

/** What is counted, for sentences. */
export function seriesName({ type, dimension, dimensionValue }: Series): string {
  return dimension === null ? `${type} events` : `${type} events of ${dimension} ${dimensionValue}`;
}
