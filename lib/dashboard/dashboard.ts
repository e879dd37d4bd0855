import type { Event } from "../events/event.ts";
import type { EventStore, Summary } from "../store/events.ts";
import { type FeedFilter, feedWindow } from "./feed_filter.ts";
import type { DashboardRange } from "./range.ts";

/** Most events that the feed holds at once. */
export const FEED_LENGTH = 60;
/** Sales in the live line. */
export const LAST_SALES = 20;

/** Everything that the dashboard draws for one period. */
export interface DashboardData {
  range: DashboardRange;
  /** IANA zone in which the buckets begin and times are written. */
  timeZone: string;
  summary: Summary;
  /** The same numbers of the period just before. */
  previous: Summary;
  /** Value of purchases per bucket. */
  sales: { t: string; value: number }[];
  /** Newest first. */
  lastSales: Event[];
  /** Order number of the live log before the numbers were read: resume from here misses nothing. */
  seq: number;
  /** Epoch milliseconds at which this was read. */
  loadedAt: number;
}

export interface DashboardSource {
  events: EventStore;
  /** Newest number of the live log. */
  liveSequence(): number;
  now(): number;
}

/** Reads a period's numbers, both periods side by side. */
export async function loadDashboard(
  source: DashboardSource,
  range: DashboardRange,
  timeZone: string,
): Promise<DashboardData> {
  // The position comes first: an event that arrives in between is delivered twice rather than never.
  const seq = source.liveSequence();
  const { from, to, bucket } = range;
  const [summary, previous, series, sales] = await Promise.all([
    source.events.summary({ from, to }),
    source.events.summary({ from: from - (to - from), to: from }),
    source.events.timeseries({
      filter: { from, to, type: "purchase" },
      metric: "sum",
      bucket,
      timeZone,
    }),
    source.events.list({ type: "purchase", from, to }, { limit: LAST_SALES }),
  ]);
  return {
    range,
    timeZone,
    summary,
    previous,
    sales: (series[0]?.points ?? []).map(({ t, value }) => ({ t, value: value ?? 0 })),
    lastSales: sales.items,
    seq,
    loadedAt: source.now(),
  };
}

/** The newest events of the feed, narrowed by its filter. */
export async function loadFeed(
  source: DashboardSource,
  filter: FeedFilter,
  range: DashboardRange,
): Promise<Event[]> {
  const { at: _bucket, ...dimensions } = filter;
  const window = feedWindow(filter, range.bucket);
  const times = window === null ? {} : { from: window[0], to: window[1] };
  const page = await source.events.list({ ...dimensions, ...times }, { limit: FEED_LENGTH });
  return page.items;
}
