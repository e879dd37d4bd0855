import type { Event } from "../events/event.ts";
import type { Summary } from "../store/events.ts";
import type { ErrorPoint } from "./error_trend.ts";
import type { Happening } from "./happening.ts";
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
  /** Errors over the period, in finer buckets where it is short. */
  errors: ErrorPoint[];
  /** What to mark on the time axes; oldest first. */
  happenings: Happening[];
  /** Newest first. */
  lastSales: Event[];
  /** Order number of the live log before the numbers were read: resume from here misses nothing. */
  seq: number;
  /** Epoch milliseconds at which this was read. */
  loadedAt: number;
}
