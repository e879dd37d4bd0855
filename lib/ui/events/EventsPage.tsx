import type { State } from "../../define.ts";
import type { Event } from "../../events/event.ts";
import { EXPORT_FORMATS } from "../../events/event_export.ts";
import { formatterFor } from "../../i18n/format.ts";
import { type Messages, messagesFor } from "../../i18n/messages.ts";
import type { Page } from "../../store/pages.ts";
import { Pager } from "../Pager.tsx";
import { Shell } from "../Shell.tsx";
import { EventFilters } from "./EventFilters.tsx";
import { EventsTable } from "./EventsTable.tsx";
import { Link } from "../Link.tsx";

export interface EventsPageProps {
  state: State;
  url: URL;
  events: Page<Event>;
  /** Names of the filters that were not understood; the list is empty then. */
  wrong: string[];
  /** An event was just deleted. */
  deleted: boolean;
}

/** The explorer: filters in the address, table, export of everything that matches. */
export function EventsPage({ state, url, events, wrong, deleted }: EventsPageProps) {
  const texts = messagesFor(state.locale);
  const { timeZone, services: { config } } = state;
  const format = formatterFor(state.locale, config.displayCurrency, timeZone);
  const filters = new URLSearchParams(url.search);
  for (const name of ["cursor", "limit", "deleted"]) filters.delete(name);
  const pageQuery = new URLSearchParams(filters);
  const cursor = url.searchParams.get("cursor");
  if (cursor !== null) pageQuery.set("cursor", cursor);
  return (
    <Shell state={state} url={url} title={texts.events.title}>
      {deleted && (
        <p class="notice page-head" data-state="ok" role="status">{texts.events.deleted}</p>
      )}
      <EventFilters
        query={filters}
        wrong={wrong}
        texts={texts}
        format={format}
        timeZone={timeZone}
      />
      <section class="card" aria-label={texts.events.title}>
        <div class="list-head">
          <p class="muted spacer">
            {texts.events.shown(events.items.length)} · {texts.chart.timeZone(timeZone)}
          </p>
          {events.items.length > 0 && <ExportLinks filters={filters} texts={texts.events} />}
        </div>
        {events.items.length === 0
          ? <Nothing filtered={filters.size > 0} texts={texts.events} />
          : (
            <EventsTable
              events={events.items}
              filters={filters}
              texts={texts.events}
              format={format}
            />
          )}
        <Pager path="/events" query={pageQuery} next={events.next} texts={texts.events} />
      </section>
    </Shell>
  );
}

function Nothing({ filtered, texts }: { filtered: boolean; texts: Messages["events"] }) {
  return (
    <div class="empty">
      <p>{filtered ? texts.empty : texts.none}</p>
      <p>{filtered ? texts.emptyHint : <Link href="/">{texts.noneHint}</Link>}</p>
    </div>
  );
}

interface ExportLinksProps {
  filters: URLSearchParams;
  texts: Messages["events"];
}

function ExportLinks({ filters, texts }: ExportLinksProps) {
  const hrefOf = (format: string) => {
    const query = new URLSearchParams(filters);
    query.set("format", format);
    return `/api/v1/events/export?${query}`;
  };
  return (
    <div class="export-links" role="group" aria-labelledby="export-label">
      <span class="muted" id="export-label">{texts.export}</span>
      {EXPORT_FORMATS.map((format) => (
        <a key={format} class="button" href={hrefOf(format)} download data-export={format}>
          {format.toUpperCase()}
        </a>
      ))}
    </div>
  );
}
