import { useState } from "preact/hooks";
import type { Event } from "../../events/event.ts";
import type { Formatter } from "../../i18n/format.ts";
import { eventText } from "../events/event_text.ts";

export interface FeedRowProps {
  event: Event;
  format: Formatter;
  /** It came while the page was looked at. */
  isNew: boolean;
  userTitle: string;
  onUser: () => void;
}

/** An event in the feed. Its user leads to the explorer, or opens the history where scripts run. */
export function FeedRow({ event, format, isNew, userTitle, onUser }: FeedRowProps) {
  // What a row was when it appeared; redrawing must not move it again.
  const [appears] = useState(isNew);
  const text = eventText(event);
  return (
    <li class="feed-row" data-event={event.id} data-new={appears ? "" : undefined}>
      <time
        class="muted feed-time"
        dateTime={event.timestamp}
        title={format.dateTime(event.timestamp)}
      >
        {format.time(event.timestamp)}
      </time>
      <span class="feed-type">
        <span class="tag" data-type={event.type}>{event.type}</span>
      </span>
      <a
        class="feed-user truncate"
        href={`/events?${new URLSearchParams({ userId: event.userId })}`}
        title={userTitle}
        onClick={(click) => {
          if (click.ctrlKey || click.metaKey || click.shiftKey) return;
          click.preventDefault();
          onUser();
        }}
      >
        {event.userId}
      </a>
      <span class="truncate muted feed-text" title={text}>{text}</span>
      <span class="number feed-value">{event.value === null ? "" : format.money(event.value)}</span>
    </li>
  );
}
