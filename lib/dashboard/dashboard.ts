import type { Event } from "../events/event.ts";
import type { EventStore } from "../store/events.ts";
import { type FeedFilter, feedWindow } from "./feed_filter.ts";
import { type DashboardData, FEED_LENGTH, LAST_SALES } from "./dashboard_data.ts";
import { type ReadBand, readErrorTrend } from "./error_trend.ts";
import type { DashboardRights, HappeningReader } from "./happening_reader.ts";
import type { DashboardRange } from "./range.ts";

export interface DashboardSource {
  events: EventStore;
  happenings: HappeningReader;
  expectedErrors: ReadBand;
  /** Newest number of the live log. */
  liveSequence(): number;
  now(): number;
}

/** Reads a period's numbers, both periods side by side. */
export async function loadDashboard(
  source: DashboardSource,
  range: DashboardRange,
  timeZone: string,
  may: DashboardRights,
): Promise<DashboardData> {
  // The position comes first: an event that arrives in between is delivered twice rather than never.
  const seq = source.liveSequence();
  const { from, to, bucket } = range;
  const [summary, previous, series, sales, errors, happenings] = await Promise.all([
    source.events.summary({ from, to }),
    source.events.summary({ from: from - (to - from), to: from }),
    source.events.timeseries({
      filter: { from, to, type: "purchase" },
      metric: "sum",
      bucket,
      timeZone,
    }),
    source.events.list({ type: "purchase", from, to }, { limit: LAST_SALES }),
    readErrorTrend(source.events, range, timeZone, may.anomalies ? source.expectedErrors : null),
    source.happenings.between(from, to, may),
  ]);
  return {
    range,
    timeZone,
    summary,
    previous,
    sales: (series[0]?.points ?? []).map(({ t, value }) => ({ t, value: value ?? 0 })),
    errors,
    happenings,
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
