import type { Dimension, Event, JsonValue, SequencedEvent } from "../events/event.ts";
import type { Page, PageRequest } from "./pages.ts";

/** Which events are meant. All given conditions must hold. Times are epoch milliseconds. */
export interface EventFilter {
  type?: string | undefined;
  userId?: string | undefined;
  source?: string | undefined;
  region?: string | undefined;
  product?: string | undefined;
  category?: string | undefined;
  merchant?: string | undefined;
  /** Inclusive start of `timestamp`. */
  from?: number | undefined;
  /** Exclusive end of `timestamp`. */
  to?: number | undefined;
  minValue?: number | undefined;
  maxValue?: number | undefined;
  /** Whether `metadata.anomaly.flagged` is true. */
  flagged?: boolean | undefined;
  /** Case-insensitive text in id, userId, type, source or metadata; always plain text, never a pattern. */
  q?: string | undefined;
}

/** A filter with both ends; what analytics need. `from` < `to`. */
export type RangedFilter = EventFilter & { from: number; to: number };

export interface AppendResult {
  /** The events that were new, in the order given, numbered. */
  inserted: SequencedEvent[];
  /** Ids that were stored before (or twice in the batch). */
  duplicates: string[];
}

/**
 * Numbers of one period. Money is exact to 1/10,000 and not converted between currencies. Lists are in
 * descending order, equals by name.
 */
export interface Summary {
  from: string;
  to: string;
  events: number;
  /** `value` over purchases minus refunds. */
  revenue: number;
  orders: number;
  /** Purchases' value / orders, 0 without orders. */
  averageTicket: number;
  errors: number;
  /** Distinct `userId`s. */
  activeUsers: number;
  byType: { type: string; count: number; value: number }[];
  /** Ten by count. */
  topUsers: { userId: string; count: number; value: number }[];
  /** Ten by value over purchases. */
  topProducts: { product: string; count: number; value: number }[];
  errorsByRegion: { region: string; count: number }[];
}

/**
 * `count` is of events, everything else of those that have a value. Percentiles are the nearest rank:
 * the smallest value that at least this part of the values does not exceed.
 */
export const METRICS = ["count", "sum", "avg", "min", "max", "p50", "p95", "p99"] as const;
export type Metric = typeof METRICS[number];
/** What a series can be of: `valued` is the number of events that have a value, the divisor of `avg`. */
export type SeriesMetric = Metric | "valued";
export const BUCKETS = ["minute", "hour", "day", "week", "month"] as const;
export type Bucket = typeof BUCKETS[number];

/** Series that a grouped answer names; the rest is added up. */
export const NAMED_SERIES = 20;

export interface TimeseriesQuery {
  filter: RangedFilter;
  metric: SeriesMetric;
  bucket: Bucket;
  /**
   * One series per value; the largest (by sum for `sum`, else by count) and, if more, the rest as
   * `other`. Events without the dimension are in none.
   */
  groupBy?: Dimension | undefined;
  /** How many values have a series of their own, `NAMED_SERIES` unless told otherwise. */
  namedSeries?: number | undefined;
  /** IANA name; days, weeks (Monday) and months begin at this zone's midnight, see `bucketStarts`. */
  timeZone: string;
}

export interface Series {
  /** Value of `groupBy`, or `all`. */
  key: string;
  /**
   * Every bucket that the range touches: `t` its start in UTC, which may lie before `from`; empty ones
   * are 0 for count, valued and sum, null else.
   */
  points: { t: string; value: number | null }[];
}

/** Dimensions of which `minutes` knows the values. */
export type MinuteDimension = Exclude<Dimension, "type" | "userId">;

/** Many questions about single values of one dimension, asked at once. */
export interface MinutesQuery {
  dimension: MinuteDimension;
  /** Its values that are asked about. */
  keys: readonly string[];
  /** Epoch milliseconds of whole minutes, `to` exclusive. */
  from: number;
  to: number;
}

/** The events of one minute, type and value of the dimension; minutes without any are left out. */
export interface MinuteTotals {
  /** Number of the minute since 1970. */
  minute: number;
  type: string;
  key: string;
  count: number;
  /** Events that have a value, its exact sum, and the smallest and the largest. */
  valued: number;
  sum: number;
  min: number | null;
  max: number | null;
}

export interface BreakdownQuery {
  filter: RangedFilter;
  dimension: Dimension;
  metric: "count" | "sum" | "avg";
  limit: number;
}

export interface BreakdownItem {
  key: string;
  value: number;
  /**
   * Part of the whole, 0–1, over all values of the dimension, listed or not; of the count for `avg`. A
   * negative sum has none, and takes nothing from the whole.
   */
  share: number;
}

/** Equal parts into which scores from 0 to 1 are counted. */
export const SCORE_PARTS = 10;

/** Events that have a score in `metadata.anomaly.score`. */
export interface ScoreSpread {
  /** How many in each tenth, from 0 on; 1 belongs to the last. */
  counts: number[];
  flagged: number;
}

export interface UserTotals {
  userId: string;
  events: number;
  firstSeen: string | null;
  lastSeen: string | null;
  byType: { type: string; count: number; value: number }[];
}

/** Fields of a stored event that may be changed. */
export type EventChanges = Partial<
  Pick<Event, "userId" | "type" | "value" | "currency" | "timestamp" | "metadata">
>;

/** What is to be noted about a stored event. */
export interface EventNote {
  seq: number;
  value: JsonValue;
}

/**
 * Append-only facts and what is asked of them. Every answer contains all that was stored before it was
 * asked for: roll-ups equal a recount at any time, also after a crash.
 */
export interface EventStore {
  /**
   * Stores the events that are new by id, durable when the promise resolves; roll-ups included.
   * @throws StoreUnavailableError when the store cannot take them now; nothing is stored then.
   */
  append(events: Event[]): Promise<AppendResult>;
  get(id: string): Promise<Event | null>;
  /** Newest first by `timestamp`, then by order of arrival. @throws UnknownCursorError */
  list(filter: EventFilter, page: PageRequest): Promise<Page<Event>>;
  /** The whole result in batches, newest first, without holding it in memory. */
  stream(filter: EventFilter): AsyncIterable<Event[]>;
  /** Changes an event and its roll-ups; `null` when there is none. */
  patch(id: string, changes: EventChanges): Promise<Event | null>;
  /**
   * Sets one field of the metadata of many events, all in one transaction, and leaves everything else
   * of them as it is then. Events that are gone are left out. Returns how many were changed.
   * @throws RangeError when the field is a dimension, which roll-ups count, or no plain word.
   */
  annotate(field: string, notes: readonly EventNote[]): Promise<number>;
  /** Removes an event and its part of the roll-ups; false when there is none. */
  delete(id: string): Promise<boolean>;
  summary(filter: RangedFilter): Promise<Summary>;
  /** @throws TooManyBucketsError, or RangeError when the zone is unknown. */
  timeseries(query: TimeseriesQuery): Promise<Series[]>;
  /** Totals by minute, type and value of a dimension, in no order; what thousands of rules need. */
  minutes(query: MinutesQuery): Promise<MinuteTotals[]>;
  /** Largest first; only values that have the metric. */
  breakdown(query: BreakdownQuery): Promise<BreakdownItem[]>;
  /** How the scores in `metadata.anomaly` are spread. */
  scores(filter: RangedFilter): Promise<ScoreSpread>;
  /** Totals over a user's whole history. */
  userTotals(userId: string): Promise<UserTotals>;
  /** Number of stored events. */
  count(): Promise<number>;
  /** Events after an order number, oldest first; what a live tail and a resume need. */
  since(seq: number, limit: number): Promise<SequencedEvent[]>;
  /** Newest order number, 0 when empty. */
  lastSequence(): Promise<number>;
  /** Recounts every roll-up from the events and returns the rows that differ (at most 20). */
  rollupDifferences(): Promise<string[]>;
}
