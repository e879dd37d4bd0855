import { useState } from "preact/hooks";
import { FEED_FILTER_NAMES, type FeedFilter } from "@/lib/dashboard/feed_filter.ts";
import type { Event } from "@/lib/events/event.ts";
import { type Formatter, formatterFor } from "@/lib/i18n/format.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { eventText } from "@/lib/ui/events/event_text.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";
import { Icon } from "@/lib/ui/icons.tsx";

/** Events as they arrive. Reading (pointer or focus inside) holds the list still and counts the new ones. */
export function EventFeed({ view, locale, currency }: DashboardProps) {
  const texts = messagesFor(locale).feed;
  const { range, timeZone } = view.data.value;
  const format = formatterFor(locale, currency, timeZone);
  const [held, setHeld] = useState<Event[] | null>(null);
  const feed = view.feed.value;
  const shown = held ?? feed;
  const newCount = held === null ? 0 : countNew(feed, held);
  const hold = () => setHeld((current) => current ?? view.feed.peek());
  const release = () => setHeld(null);

  return (
    <section class="card span-12" aria-label={texts.title}>
      <div class="card-head">
        <h2>{texts.title}</h2>
        {held !== null && <span class="muted">{texts.paused}</span>}
      </div>
      <FilterChips
        filter={view.filter.value}
        bucketName={(at) => format.bucket(at, range.bucket)}
        texts={texts}
        onChange={(filter) => {
          release();
          view.filter.value = filter;
        }}
      />
      <div
        class="feed"
        onMouseEnter={hold}
        onMouseLeave={release}
        onFocusIn={hold}
        onFocusOut={(event) => {
          const next = event.relatedTarget;
          if (!(next instanceof Node && event.currentTarget.contains(next))) release();
        }}
      >
        {newCount > 0 && (
          <div class="feed-new">
            <button type="button" class="button" onClick={() => setHeld(view.feed.peek())}>
              <Icon name="up" size={14} /> {texts.newEvents(newCount)}
            </button>
          </div>
        )}
        {shown.length === 0
          ? <div class="empty">{texts.empty}</div>
          : (
            <ol class="feed-list" data-feed>
              {shown.map((event) => (
                <FeedRow
                  key={event.id}
                  event={event}
                  format={format}
                  userTitle={texts.openUser(event.userId)}
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

interface FeedRowProps {
  event: Event;
  format: Formatter;
  userTitle: string;
  onUser: () => void;
}

function FeedRow({ event, format, userTitle, onUser }: FeedRowProps) {
  return (
    <li class="feed-row" data-event={event.id}>
      <time
        class="muted feed-time"
        dateTime={event.timestamp}
        title={format.dateTime(event.timestamp)}
      >
        {format.time(event.timestamp)}
      </time>
      <span>
        <span class="tag" data-type={event.type}>{event.type}</span>
      </span>
      <span class="truncate">
        <button type="button" class="link-button" title={userTitle} onClick={onUser}>
          {event.userId}
        </button>
      </span>
      <span class="truncate muted feed-text" title={eventText(event)}>{eventText(event)}</span>
      <span class="number feed-value">{event.value === null ? "" : format.money(event.value)}</span>
    </li>
  );
}

interface FilterChipsProps {
  filter: FeedFilter;
  bucketName: (at: string) => string;
  texts: ReturnType<typeof messagesFor>["feed"];
  onChange: (filter: FeedFilter) => void;
}

/** What the feed is narrowed to, removable one by one and all at once. */
function FilterChips({ filter, bucketName, texts, onChange }: FilterChipsProps) {
  const active = FEED_FILTER_NAMES.filter((name) => filter[name] !== undefined);
  if (active.length === 0) return null;
  return (
    <div class="chips card-note" role="group" aria-label={texts.filters}>
      {active.map((name) => {
        const value = filter[name] ?? "";
        const label = name === "at" ? bucketName(value) : value;
        return (
          <span class="chip" key={name} data-chip={name}>
            {label}
            <button
              type="button"
              aria-label={texts.remove(label)}
              onClick={() => {
                const { [name]: _removed, ...rest } = filter;
                onChange(rest);
              }}
            >
              <Icon name="close" size={14} />
            </button>
          </span>
        );
      })}
      {active.length > 1 && (
        <button type="button" class="link-button" onClick={() => onChange({})}>
          {texts.clear}
        </button>
      )}
    </div>
  );
}
