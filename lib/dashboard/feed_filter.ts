import type { Event } from "../events/event.ts";
import { dimensionOf } from "../events/event.ts";
import type { ChartBucket } from "./range.ts";

/** What the live feed is narrowed to; the names are those of the URL and of the events API. */
export interface FeedFilter {
  type?: string;
  product?: string;
  region?: string;
  source?: string;
  /** Start of a chart bucket, ISO 8601; the feed then shows that bucket only. */
  at?: string;
}
export const FEED_FILTER_NAMES = ["type", "product", "region", "source", "at"] as const;

const BUCKET_MS: Record<ChartBucket, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** The filter that a page's query holds; values that cannot be meant are left out. */
export function parseFeedFilter(query: URLSearchParams): FeedFilter {
  const filter: FeedFilter = {};
  for (const name of FEED_FILTER_NAMES) {
    const value = query.get(name);
    if (value === null || value === "" || value.length > 200) continue;
    if (name === "at" && Number.isNaN(Date.parse(value))) continue;
    filter[name] = value;
  }
  return filter;
}

/** Start and end of the filter's bucket in epoch milliseconds, or `null` without one. */
export function feedWindow(filter: FeedFilter, bucket: ChartBucket): [number, number] | null {
  if (filter.at === undefined) return null;
  const start = Date.parse(filter.at);
  return [start, start + BUCKET_MS[bucket]];
}

/** Whether a live event belongs into the narrowed feed. */
export function matchesFeed(event: Event, filter: FeedFilter, bucket: ChartBucket): boolean {
  for (const name of ["type", "product", "region", "source"] as const) {
    if (filter[name] !== undefined && dimensionOf(event, name) !== filter[name]) return false;
  }
  const window = feedWindow(filter, bucket);
  if (window === null) return true;
  const at = Date.parse(event.timestamp);
  return at >= window[0] && at < window[1];
}

/** The filter as parameters of `GET /api/v1/events`. */
export function feedQuery(filter: FeedFilter, bucket: ChartBucket): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of ["type", "product", "region", "source"] as const) {
    if (filter[name] !== undefined) query.set(name, filter[name]);
  }
  const window = feedWindow(filter, bucket);
  if (window !== null) {
    query.set("from", new Date(window[0]).toISOString());
    query.set("to", new Date(window[1]).toISOString());
  }
  return query;
}

/** A page's query with the feed's filter replaced; the period stays. */
export function withFeedFilter(query: URLSearchParams, filter: FeedFilter): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of FEED_FILTER_NAMES) {
    next.delete(name);
    if (filter[name] !== undefined) next.set(name, filter[name]);
  }
  return next;
}
