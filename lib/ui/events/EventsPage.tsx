import type { State } from "../../define.ts";
import type { Event } from "../../events/event.ts";
import { type Formatter, formatterFor } from "../../i18n/format.ts";
import { type Messages, messagesFor } from "../../i18n/messages.ts";
import type { Page } from "../../store/pages.ts";
import { Shell } from "../Shell.tsx";
import { eventText } from "./event_text.ts";
import { EventFilters } from "./EventFilters.tsx";

export interface EventsPageProps {
  state: State;
  url: URL;
  events: Page<Event>;
}

/** The explorer: filters in the address, table, export of exactly what is shown. */
export function EventsPage({ state, url, events }: EventsPageProps) {
  const texts = messagesFor(state.locale).events;
  const format = formatterFor(
    state.locale,
    state.services.config.displayCurrency,
    state.timeZone,
  );
  const filters = new URLSearchParams(url.search);
  filters.delete("cursor");
  filters.delete("limit");
  const filtered = [...filters].some(([, value]) => value !== "");
  const exportHref = (kind: string) => {
    const query = new URLSearchParams([...filters].filter(([, value]) => value !== ""));
    query.set("format", kind);
    return `/api/v1/events/export?${query}`;
  };
  return (
    <Shell state={state} url={url} title={texts.title}>
      <EventFilters query={filters} texts={texts} locale={state.locale} />
      <section class="card">
        <div class="card-head">
          <p class="muted spacer">{texts.shown(events.items.length)}</p>
          <a class="button" href={exportHref("csv")}>{texts.exportCsv}</a>
          <a class="button" href={exportHref("ndjson")}>{texts.exportNdjson}</a>
        </div>
        {events.items.length === 0
          ? (
            <div class="empty">
              <p>{filtered ? texts.empty : texts.none}</p>
              {filtered && <p>{texts.emptyHint}</p>}
            </div>
          )
          : <EventsTable events={events.items} texts={texts} format={format} />}
        <Pager url={url} filters={filters} next={events.next} texts={texts} />
      </section>
    </Shell>
  );
}

interface EventsTableProps {
  events: Event[];
  texts: Messages["events"];
  format: Formatter;
}

function EventsTable({ events, texts, format }: EventsTableProps) {
  return (
    <div class="table-box">
      <table class="table table-cards">
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
              <td>
                <a href={`/events/${encodeURIComponent(event.id)}`}>
                  <time dateTime={event.timestamp}>{format.dateTime(event.timestamp)}</time>
                </a>
              </td>
              <td>
                <span class="tag" data-type={event.type}>{event.type}</span>
              </td>
              <td class="wide">
                <a href={`/events?userId=${encodeURIComponent(event.userId)}`}>{event.userId}</a>
              </td>
              <td class="wide muted" title={eventText(event)}>{eventText(event)}</td>
              <td class="muted">{event.source}</td>
              <td class="number">{event.value === null ? "" : format.money(event.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PagerProps {
  url: URL;
  filters: URLSearchParams;
  next: string | null;
  texts: Messages["events"];
}

function Pager({ url, filters, next, texts }: PagerProps) {
  const older = new URLSearchParams(filters);
  if (next !== null) older.set("cursor", next);
  return (
    <nav class="pager">
      {url.searchParams.has("cursor")
        ? <a class="button" href={`${url.pathname}?${filters}`}>{texts.newest}</a>
        : <span />}
      {next !== null && <a class="button" href={`${url.pathname}?${older}`}>{texts.older}</a>}
    </nav>
  );
}
