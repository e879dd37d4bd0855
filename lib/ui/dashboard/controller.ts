import { effect } from "@preact/signals";
import type { DashboardData } from "../../dashboard/dashboard_data.ts";
import { feedQuery, parseFeedFilter, withFeedFilter } from "../../dashboard/feed_filter.ts";
import type { Event } from "../../events/event.ts";
import type { LiveMessage } from "../../live/client.ts";
import { readLive } from "../../live/page_live.ts";
import type { Page } from "../../store/pages.ts";
import type { Summary } from "../../store/events.ts";
import { dataWith, feedWith } from "./live_update.ts";
import type { DashboardView } from "./view.ts";

/** Reading everything again puts right what live frames only approximate. */
const RECONCILE_MS = 60_000;
/** Without a socket the page asks this often. */
const POLL_MS = 5_000;
/** Changes of alerts and anomalies that come together are read once. */
const GATHER_MS = 1_000;

/** Keeps a dashboard's signals current: live frames, polling without a socket, address and filter. */
export class DashboardController {
  readonly #view: DashboardView;
  #timer: ReturnType<typeof setInterval> | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #loading: AbortController | null = null;
  #feedLoading: AbortController | null = null;
  #dispose: () => void = () => {};

  constructor(view: DashboardView) {
    this.#view = view;
  }

  start(): void {
    const leaveLive = readLive({
      topics: ["events", "kpis", "alerts", "anomalies"],
      resumeFrom: this.#view.data.peek().seq,
      onMessage: (message) => this.#receive(message),
      onGap: () => void this.reload(),
      onState: (state) => this.#view.connection.value = state,
    });
    const onPopState = () => {
      const query = new URLSearchParams(location.search);
      this.#view.filter.value = parseFeedFilter(query);
      this.#view.userId.value = query.get("user");
    };
    addEventListener("popstate", onPopState);
    const stopAddress = this.#keepAddress();
    const stopFeed = this.#keepFeed();
    const stopPolling = effect(() => {
      const live = this.#view.connection.value.kind === "live";
      clearInterval(this.#timer);
      this.#timer = setInterval(() => {
        if (!document.hidden) void this.reload();
      }, live ? RECONCILE_MS : POLL_MS);
    });
    if (this.#view.data.peek().timeZone !== Intl.DateTimeFormat().resolvedOptions().timeZone) {
      void this.reload();
    }
    this.#dispose = () => {
      leaveLive();
      removeEventListener("popstate", onPopState);
      stopAddress();
      stopFeed();
      stopPolling();
      clearInterval(this.#timer);
      clearTimeout(this.#soon);
    };
  }

  stop(): void {
    this.#dispose();
    this.#loading?.abort();
    this.#feedLoading?.abort();
  }

  /** Reads the period and the feed again; the numbers shown stay until the new ones are there. */
  async reload(): Promise<void> {
    this.#loading?.abort();
    const loading = this.#loading = new AbortController();
    const view = this.#view;
    if (view.freshness.peek().kind === "fresh") view.freshness.value = { kind: "updating" };
    try {
      const query = new URLSearchParams(location.search);
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      query.set("tz", timeZone);
      document.cookie = `vigia_tz=${
        encodeURIComponent(timeZone)
      };path=/;max-age=31536000;samesite=lax`;
      const data = await getJson<DashboardData>(`/api/v1/dashboard?${query}`, loading.signal);
      view.data.value = data;
      await this.#loadFeed();
      view.freshness.value = { kind: "fresh" };
    } catch {
      if (loading.signal.aborted) return;
      view.freshness.value = { kind: "stale", since: view.data.peek().loadedAt };
    }
  }

  async #loadFeed(): Promise<void> {
    this.#feedLoading?.abort();
    const loading = this.#feedLoading = new AbortController();
    const { filter, data, feed } = this.#view;
    const query = feedQuery(filter.peek(), data.peek().range.bucket);
    query.set("limit", "60");
    const page = await getJson<Page<Event>>(`/api/v1/events?${query}`, loading.signal);
    feed.value = page.items;
  }

  #reloadSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.reload(), GATHER_MS);
  }

  #receive(message: LiveMessage): void {
    const { data, feed, filter } = this.#view;
    if (message.topic === "events") {
      const frame = message.data as Event[];
      feed.value = feedWith(feed.peek(), frame, filter.peek(), data.peek().range.bucket);
      data.value = dataWith(data.peek(), frame);
    } else if (message.topic === "alerts" || message.topic === "anomalies") {
      // Records are no marks, and there may be many.
      const isMark = (each: { kind?: string }) => each.kind !== "record";
      if ((message.data as { kind?: string }[]).some(isMark)) this.#reloadSoon();
    } else if (message.topic === "kpis" && data.peek().range.preset === "24h") {
      data.value = { ...data.peek(), summary: message.data as Summary, loadedAt: Date.now() };
    }
  }

  /** Filter and open dialog live in the address, so that a view can be shared and left by Back. */
  #keepAddress(): () => void {
    return effect(() => {
      const query = withFeedFilter(new URLSearchParams(location.search), this.#view.filter.value);
      const user = this.#view.userId.value;
      if (user === null) query.delete("user");
      else query.set("user", user);
      const text = query.toString();
      const wanted = `${location.pathname}${text === "" ? "" : `?${text}`}`;
      if (wanted !== `${location.pathname}${location.search}`) history.pushState(null, "", wanted);
    });
  }

  #keepFeed(): () => void {
    let first = true;
    return effect(() => {
      void this.#view.filter.value;
      if (first) {
        first = false;
        return;
      }
      this.#loadFeed().catch(() => {
        if (this.#feedLoading?.signal.aborted === true) return;
        this.#view.freshness.value = { kind: "failed" };
      });
    });
  }
}

async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: "application/json" } });
  if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return await response.json();
}
