import { type DashboardData, FEED_LENGTH, LAST_SALES } from "../../dashboard/dashboard_data.ts";
import { type FeedFilter, matchesFeed } from "../../dashboard/feed_filter.ts";
import { dimensionOf, type Event } from "../../events/event.ts";
import type { Summary } from "../../store/events.ts";

const MINUTE_MS = 60_000;

/** Puts new events before the shown ones, newest first, each id once. */
function merge(arrived: readonly Event[], shown: readonly Event[], length: number): Event[] {
  const known = new Set(shown.map((event) => event.id));
  const fresh = arrived.filter((event) => !known.has(event.id));
  if (fresh.length === 0) return shown as Event[];
  return [...fresh, ...shown]
    .sort((a, b) => b.timestamp < a.timestamp ? -1 : b.timestamp > a.timestamp ? 1 : 0)
    .slice(0, length);
}

/** The feed after a live frame (oldest first). The same array when nothing in it belongs there. */
export function feedWith(
  feed: Event[],
  frame: readonly Event[],
  filter: FeedFilter,
  bucket: DashboardData["range"]["bucket"],
): Event[] {
  const arrived = frame.filter((event) => matchesFeed(event, filter, bucket)).reverse();
  return arrived.length === 0 ? feed : merge(arrived, feed, FEED_LENGTH);
}

/**
 * The numbers after a live frame. What a frame tells exactly moves at once (sales, last sales,
 * errors by region of a running period); the rest waits for the next summary.
 */
export function dataWith(data: DashboardData, frame: readonly Event[]): DashboardData {
  if (data.range.preset === "custom") return data;
  const sales = frame.filter((event) => event.type === "purchase" && event.value !== null);
  const errors = frame.filter((event) => event.type === "error");
  if (sales.length === 0 && errors.length === 0) return data;
  return {
    ...data,
    sales: addSales(data, sales),
    errors: addToBuckets(
      data.errors,
      errors.map(({ timestamp }) => ({ at: Date.parse(timestamp), value: 1 })),
      (t) => ({ t, value: 0, low: null, high: null }),
    ),
    lastSales: merge([...sales].reverse(), data.lastSales, LAST_SALES),
    summary: { ...data.summary, errorsByRegion: addErrors(data.summary.errorsByRegion, errors) },
  };
}

function addSales(data: DashboardData, sales: readonly Event[]): DashboardData["sales"] {
  const known = new Set(data.lastSales.map((event) => event.id));
  const added = sales.filter((sale) => !known.has(sale.id))
    .map(({ timestamp, value }) => ({ at: Date.parse(timestamp), value: value ?? 0 }));
  return addToBuckets(data.sales, added, (t) => ({ t, value: 0 }));
}

interface Added {
  /** Epoch milliseconds. */
  at: number;
  value: number;
}

/** Adds values to the buckets of their times; later ones begin new buckets. */
function addToBuckets<P extends { t: string; value: number }>(
  shown: readonly P[],
  added: readonly Added[],
  begin: (t: string) => P,
): P[] {
  const points = [...shown];
  const starts = points.map((point) => Date.parse(point.t));
  const width = starts.length > 1 ? (starts.at(-1) ?? 0) - (starts.at(-2) ?? 0) : MINUTE_MS;
  for (const { at, value } of added) {
    // A new bucket begins: the oldest leaves, so that the period keeps its length.
    for (let last = starts.at(-1) ?? at; at >= last + width; last += width) {
      points.push(begin(new Date(last + width).toISOString()));
      starts.push(last + width);
      points.shift();
      starts.shift();
    }
    const index = starts.findLastIndex((start) => start <= at);
    const point = points[index];
    if (point !== undefined) points[index] = { ...point, value: point.value + value };
  }
  return points;
}

function addErrors(
  regions: Summary["errorsByRegion"],
  errors: readonly Event[],
): Summary["errorsByRegion"] {
  const counts = new Map(regions.map(({ region, count }) => [region, count]));
  for (const error of errors) {
    const region = dimensionOf(error, "region");
    if (region !== null) counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  return [...counts].map(([region, count]) => ({ region, count })).sort((a, b) =>
    b.count - a.count
  );
}
