import { type Dimension, dimensionOf, type Event } from "@/lib/events/event.ts";
import type {
  BreakdownItem,
  BreakdownQuery,
  Bucket,
  EventFilter,
  RangedFilter,
  Series,
  Summary,
  TimeseriesQuery,
} from "@/lib/store/events.ts";

/** The answers of an event store by the plainest code that can be read: filter, loop, add. */

const FILTER_DIMENSIONS = [
  "type",
  "userId",
  "source",
  "region",
  "product",
  "category",
  "merchant",
] as const;

const timesOfEvents = new WeakMap<Event, number>();

function timeOf(event: Event): number {
  let time = timesOfEvents.get(event);
  if (time === undefined) timesOfEvents.set(event, time = Date.parse(event.timestamp));
  return time;
}

function matches(event: Event, filter: EventFilter): boolean {
  for (const dimension of FILTER_DIMENSIONS) {
    const wanted = filter[dimension];
    if (wanted !== undefined && dimensionOf(event, dimension) !== wanted) return false;
  }
  const time = timeOf(event);
  if (filter.from !== undefined && time < filter.from) return false;
  if (filter.to !== undefined && time >= filter.to) return false;
  if (filter.minValue !== undefined && !(event.value !== null && event.value >= filter.minValue)) {
    return false;
  }
  if (filter.maxValue !== undefined && !(event.value !== null && event.value <= filter.maxValue)) {
    return false;
  }
  if (filter.flagged !== undefined) {
    const anomaly = event.metadata.anomaly as { flagged?: unknown } | null | undefined;
    if ((anomaly?.flagged === true) !== filter.flagged) return false;
  }
  if (filter.q !== undefined) {
    const text = [event.id, event.userId, event.type, event.source, JSON.stringify(event.metadata)];
    const wanted = filter.q.toLowerCase();
    if (!text.some((part) => part.toLowerCase().includes(wanted))) return false;
  }
  return true;
}

/** Matching events in the order of `list`; `events` must be in order of arrival. */
export function newestFirst(events: readonly Event[], filter: EventFilter): Event[] {
  return events
    .map((event, arrival) => ({ event, arrival }))
    .filter(({ event }) => matches(event, filter))
    .sort((a, b) => timeOf(b.event) - timeOf(a.event) || b.arrival - a.arrival)
    .map(({ event }) => event);
}

function sumOf(events: readonly Event[]): number {
  return events.reduce((sum, event) => sum + Math.round((event.value ?? 0) * 1e4), 0) / 1e4;
}

function groupBy(events: readonly Event[], key: (event: Event) => string | null) {
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const name = key(event);
    if (name === null) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [event]);
    else group.push(event);
  }
  return [...groups];
}

/** Descending by number, then ascending by name in code unit order. */
function byRank<T>(rank: (item: T) => number, name: (item: T) => string) {
  return (a: T, b: T) => rank(b) - rank(a) || (name(a) < name(b) ? -1 : 1);
}

/** What `summary` must answer. */
export function oracleSummary(events: readonly Event[], filter: RangedFilter): Summary {
  const matching = events.filter((event) => matches(event, filter));
  const ofType = (type: string) => matching.filter((event) => event.type === type);
  const purchases = ofType("purchase");
  const users = groupBy(matching, (event) => event.userId);
  return {
    from: new Date(filter.from).toISOString(),
    to: new Date(filter.to).toISOString(),
    events: matching.length,
    revenue: Math.round((sumOf(purchases) - sumOf(ofType("refund"))) * 1e4) / 1e4,
    orders: purchases.length,
    averageTicket: purchases.length === 0 ? 0 : sumOf(purchases) / purchases.length,
    errors: ofType("error").length,
    activeUsers: users.length,
    byType: groupBy(matching, (event) => event.type)
      .map(([type, group]) => ({ type, count: group.length, value: sumOf(group) }))
      .sort(byRank((row) => row.count, (row) => row.type)),
    topUsers: users
      .map(([userId, group]) => ({ userId, count: group.length, value: sumOf(group) }))
      .sort(byRank((row) => row.count, (row) => row.userId)).slice(0, 10),
    topProducts: groupBy(purchases, (event) => dimensionOf(event, "product"))
      .map(([product, group]) => ({ product, count: group.length, value: sumOf(group) }))
      .sort(byRank((row) => row.value, (row) => row.product)).slice(0, 10),
    errorsByRegion: groupBy(ofType("error"), (event) => dimensionOf(event, "region"))
      .map(([region, group]) => ({ region, count: group.length }))
      .sort(byRank((row) => row.count, (row) => row.region)),
  };
}

const PERCENT: Record<string, number> = { p50: 0.5, p95: 0.95, p99: 0.99 };

function metricOf(events: readonly Event[], metric: TimeseriesQuery["metric"]): number | null {
  if (metric === "count") return events.length;
  if (metric === "sum") return sumOf(events);
  const values = events.flatMap((event) => event.value === null ? [] : [event.value])
    .sort((a, b) => a - b);
  if (metric === "valued") return values.length;
  if (values.length === 0) return null;
  if (metric === "avg") return sumOf(events) / values.length;
  if (metric === "min") return values[0]!;
  if (metric === "max") return values.at(-1)!;
  // Nearest rank: the smallest value that at least this part of the values does not exceed.
  return values[Math.ceil(PERCENT[metric]! * values.length) - 1]!;
}

const MONDAY_FIRST = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const STEP = 15 * 60_000;

/** Says in which bucket of its zone's calendar an instant lies; equal labels are one bucket. */
function labeller(bucket: Bucket, timeZone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    weekday: "short",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
    const month = `${parts.get("year")}-${parts.get("month")}`;
    const day = `${month}-${parts.get("day")}`;
    if (bucket === "month") return month;
    if (bucket === "day") return day;
    if (bucket === "week") {
      // Noon keeps the date when days are subtracted.
      const noon = Date.parse(`${day}T12:00:00Z`);
      const weekday = MONDAY_FIRST.indexOf(parts.get("weekday")!);
      return new Date(noon - weekday * 86_400_000).toISOString().slice(0, 10);
    }
    const hour = `${day}T${parts.get("hour")} ${parts.get("timeZoneName")}`;
    return bucket === "hour" ? hour : `${hour}:${parts.get("minute")}`;
  };
}

/** Starts of the buckets that touch [from, to), found by walking through time. */
export function oracleBuckets(from: number, to: number, bucket: Bucket, timeZone: string) {
  const step = bucket === "minute" ? 60_000 : STEP;
  const label = labeller(bucket, timeZone);
  let time = Math.floor(from / step) * step;
  while (label(time - step) === label(time)) time -= step;
  const starts = [time];
  let current = label(time);
  for (time += step; time < to; time += step) {
    const next = label(time);
    if (next !== current) starts.push(time);
    current = next;
  }
  return starts;
}

/** What `timeseries` must answer. */
export function oracleTimeseries(events: readonly Event[], query: TimeseriesQuery): Series[] {
  const { filter, metric, bucket, timeZone, namedSeries: named = 20 } = query;
  const matching = events.filter((event) => matches(event, filter));
  const starts = oracleBuckets(filter.from, filter.to, bucket, timeZone);
  const points = (group: readonly Event[]) =>
    starts.map((start, index) => {
      const end = starts[index + 1] ?? Infinity;
      const inside = group.filter((event) => timeOf(event) >= start && timeOf(event) < end);
      return { t: new Date(start).toISOString(), value: metricOf(inside, metric) };
    });
  if (query.groupBy === undefined) return [{ key: "all", points: points(matching) }];
  const dimension: Dimension = query.groupBy;
  const groups = groupBy(matching, (event) => dimensionOf(event, dimension))
    .sort(byRank(
      ([, group]) => metric === "sum" ? sumOf(group) : group.length,
      ([key]) => key,
    ));
  const series = groups.slice(0, named).map(([key, group]) => ({ key, points: points(group) }));
  const rest = groups.slice(named).flatMap(([, group]) => group);
  return rest.length === 0 ? series : [...series, { key: "other", points: points(rest) }];
}

/** What `breakdown` must answer. */
export function oracleBreakdown(events: readonly Event[], query: BreakdownQuery): BreakdownItem[] {
  const matching = events.filter((event) => matches(event, query.filter));
  const groups = groupBy(matching, (event) => dimensionOf(event, query.dimension));
  const weight = (group: readonly Event[]) =>
    query.metric === "sum" ? Math.max(0, sumOf(group)) : group.length;
  const whole = groups.reduce((sum, [, group]) => sum + weight(group), 0);
  return groups
    .flatMap(([key, group]) => {
      const value = metricOf(group, query.metric);
      return value === null ? [] : [{ key, value, share: whole === 0 ? 0 : weight(group) / whole }];
    })
    .sort(byRank((item) => item.value, (item) => item.key))
    .slice(0, query.limit);
}
