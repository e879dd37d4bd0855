import type { Event } from "../../events/event.ts";
import type { Formatter } from "../../i18n/format.ts";
import type { Messages } from "../../i18n/messages.ts";
import { withParameter } from "../page_query.ts";
import { eventText } from "./event_text.ts";
import { Link } from "../Link.tsx";

export interface EventsTableProps {
  events: Event[];
  /** What the list is filtered by; types, users and sources lead to the same list of theirs. */
  filters: URLSearchParams;
  texts: Messages["events"];
  format: Formatter;
}

/** Rows on a wide page, cards on a phone, where the whole card opens the event. */
export function EventsTable({ events, filters, texts, format }: EventsTableProps) {
  const narrowed = (name: string, value: string) => `/events${withParameter(filters, name, value)}`;
  return (
    <div class="table-box">
      <table class="table table-cards event-table">
        <thead>
          <tr>
            <th scope="col" aria-sort="descending">{texts.time}</th>
            <th scope="col">{texts.type}</th>
            <th scope="col">{texts.user}</th>
            <th scope="col">{texts.details}</th>
            <th scope="col">{texts.source}</th>
            <th scope="col" class="number">{texts.value}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id}>
              <td class="cell-time">
                <a class="row-link" href={`/events/${encodeURIComponent(event.id)}`}>
                  <time dateTime={event.timestamp}>{format.dateTime(event.timestamp)}</time>
                </a>
              </td>
              <td class="cell-type">
                <Link class="tag" data-type={event.type} href={narrowed("type", event.type)}>
                  {event.type}
                </Link>
              </td>
              <td class="cell-user">
                <Link href={narrowed("userId", event.userId)} title={event.userId}>
                  {event.userId}
                </Link>
              </td>
              <td class="cell-details muted" title={eventText(event)}>{eventText(event)}</td>
              <td class="cell-source">
                <Link class="quiet-link" href={narrowed("source", event.source)}>
                  {event.source}
                </Link>
              </td>
              <td class="cell-value number">
                {event.value === null ? "" : format.money(event.value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
