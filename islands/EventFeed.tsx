import { useEffect, useRef } from "preact/hooks";
import { type FeedFilter, feedQuery } from "@/lib/dashboard/feed_filter.ts";
import type { Event } from "@/lib/events/event.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import { dashboardMessagesFor } from "@/lib/i18n/dashboard_messages.ts";
import { FeedChips } from "@/lib/ui/dashboard/FeedChips.tsx";
import { FeedRow } from "@/lib/ui/dashboard/FeedRow.tsx";
import { useHold } from "@/lib/ui/dashboard/use_hold.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";
import { Icon } from "@/lib/ui/icons.tsx";

/** An event that was received this long ago still counts as having just come. */
const NEW_MS = 10_000;
/** Scrolled further than this, a person reads older rows. */
const SCROLLED_PX = 8;

/** Events as they arrive. Reading (pointer, focus, scrolled down) holds the list and counts the new. */
export function EventFeed({ view, locale, currency }: DashboardProps) {
  const texts = dashboardMessagesFor(locale);
  const { range, timeZone } = view.data.value;
  const format = formatterFor(locale, currency, timeZone);
  const { held, begin, end, renew, release } = useHold(view.feed);
  const box = useRef<HTMLDivElement>(null);
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
  }, []);

  const feed = view.feed.value;
  const filter = view.filter.value;
  const shown = held ?? feed;
  const newCount = held === null ? 0 : countNew(feed, held);
  const narrow = (next: FeedFilter) => view.filter.value = next;
  useEffect(release, [filter]);
  const showNew = () => {
    renew();
    // The button goes; whoever pressed it by keyboard stays in the list.
    box.current?.focus();
    box.current?.scrollTo(0, 0);
  };

  return (
    <section class="card span-12 feed-card" aria-label={texts.feed.title}>
      <div class="card-head">
        <h2>{texts.feed.title}</h2>
        {held !== null && <span class="muted">{texts.feed.paused}</span>}
        <a class="button button-ghost" href={`/events?${feedQuery(filter, range.bucket)}`}>
          {texts.feed.explore}
        </a>
      </div>
      <FeedChips
        filter={filter}
        bucketName={(at) => format.bucket(at, range.bucket)}
        texts={texts.feed}
        onChange={narrow}
      />
      {view.freshness.value.kind === "failed" && (
        <div class="notice feed-notice" data-state="critical" role="alert">
          {texts.feed.failed}
          <button
            type="button"
            class="button"
            onClick={() =>
              narrow({ ...filter })}
          >
            {texts.chart.retry}
          </button>
        </div>
      )}
      <div
        ref={box}
        class="feed"
        tabIndex={-1}
        onMouseEnter={() => begin("pointer")}
        onMouseLeave={() => end("pointer")}
        onFocusIn={() => begin("focus")}
        onFocusOut={(event) => {
          const next = event.relatedTarget;
          if (!(next instanceof Node && event.currentTarget.contains(next))) end("focus");
        }}
        onScroll={({ currentTarget }) =>
          currentTarget.scrollTop > SCROLLED_PX ? begin("scrolled") : end("scrolled")}
      >
        {newCount > 0 && (
          <div class="feed-new">
            <button type="button" class="button" onClick={showNew}>
              <Icon name="up" size={14} /> {texts.feed.newEvents(newCount)}
            </button>
          </div>
        )}
        {shown.length === 0
          ? <div class="empty">{texts.feed.empty}</div>
          : (
            <ol class="feed-list" data-feed>
              {shown.map((event) => (
                <FeedRow
                  key={event.id}
                  event={event}
                  format={format}
                  isNew={isMounted.current && Date.now() - Date.parse(event.receivedAt) < NEW_MS}
                  userTitle={texts.feed.openUser(event.userId)}
                  onUser={() => view.userId.value = event.userId}
                />
              ))}
            </ol>
          )}
      </div>
    </section>
  );
}

function countNew(feed: Event[], held: Event[]): number {
  const known = new Set(held.map((event) => event.id));
  return feed.filter((event) => !known.has(event.id)).length;
}
