import { z } from "zod";

/** Length of the buckets that are judged. */
export const BUCKET_MS = 300_000;
/** Most series that are watched at a time. */
export const MAX_SERIES = 200;
/** Longer values of a dimension are not names of anything that people watch. */
export const MAX_VALUE_LENGTH = 128;

/** The type of events that are errors. */
export const ERROR = "error";
/** Types whose values are money that comes in. */
export const SALE_TYPES: readonly string[] = ["purchase", "sale"];
/** Types whose values are lengths of time, such as `checkout.latency`. */
const MEASURED_TYPE = /(^|[._:-])(latency|duration|response[_-]?time)(_?ms)?$/;

/** What is watched: how many events, which share of all of them, the sum or mean of their values. */
export const seriesSchema = z.object({
  kind: z.enum(["count", "share", "gauge"]),
  type: z.string(),
  metric: z.enum(["count", "share", "sum", "avg", "level"]),
  dimension: z.enum(["region"]).nullable(),
  dimensionValue: z.string().nullable(),
});
export type Series = z.infer<typeof seriesSchema>;

/** How many events of a type there are, of a region or of all. */
export function countOf(type: string, region: string | null = null): Series {
  return { kind: "count", type, metric: "count", ...place(region) };
}

/** Which part of the events are errors, in a region or everywhere. */
export function shareOf(region: string | null = null): Series {
  return { kind: "share", type: ERROR, metric: "share", ...place(region) };
}

/** The values of a type, where they are known to be money or lengths of time; otherwise `null`. */
export function gaugeOf(type: string): Series | null {
  const metric = SALE_TYPES.includes(type) ? "sum" : MEASURED_TYPE.test(type) ? "avg" : null;
  return metric === null ? null : { kind: "gauge", type, metric, ...place(null) };
}

/** How many jobs wait. It is looked at when a bucket is judged; nothing stored tells it afterwards. */
export const WAITING_JOBS: Series = {
  kind: "gauge",
  type: "queue.pending",
  metric: "level",
  ...place(null),
};

/** Name of a series, unique among all. */
export function seriesKey({ kind, type, metric, dimension, dimensionValue }: Series): string {
  const name = kind === "gauge" ? `gauge:${type}:${metric}` : `${kind}:${type}`;
  return dimension === null ? name : `${name}:${dimension}:${dimensionValue}`;
}

function place(region: string | null): Pick<Series, "dimension" | "dimensionValue"> {
  return { dimension: region === null ? null : "region", dimensionValue: region };
}
