import type { Signal } from "@preact/signals";
import type { DashboardData } from "../../dashboard/dashboard_data.ts";
import type { FeedFilter } from "../../dashboard/feed_filter.ts";
import type { Event } from "../../events/event.ts";
import type { Locale } from "../../i18n/locale.ts";
import type { ConnectionState } from "../../live/client.ts";

/** How current the numbers on the page are. */
export type Freshness =
  | { kind: "fresh" }
  | { kind: "updating" }
  | { kind: "stale"; since: number }
  | { kind: "failed" };

/**
 * The dashboard's state, made for each request by the route and shared by its islands: Fresh keeps
 * one signal one signal across islands, so the controller writes and the others only draw.
 */
export interface DashboardView {
  data: Signal<DashboardData>;
  /** Newest first. */
  feed: Signal<Event[]>;
  filter: Signal<FeedFilter>;
  /** Whose history is open. */
  userId: Signal<string | null>;
  connection: Signal<ConnectionState>;
  freshness: Signal<Freshness>;
}

/** What every dashboard island gets. */
export interface DashboardProps {
  view: DashboardView;
  locale: Locale;
  /** ISO 4217; amounts are shown in it and not converted. */
  currency: string;
}
