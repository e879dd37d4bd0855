import type { ComponentChildren } from "preact";
import { isAllowed } from "../../auth/permissions.ts";
import type { State } from "../../define.ts";
import type { Event } from "../../events/event.ts";
import { formatterFor } from "../../i18n/format.ts";
import { messagesFor } from "../../i18n/messages.ts";
import { Ago } from "../Ago.tsx";
import { Icon } from "../icons.tsx";
import { Shell } from "../Shell.tsx";
import { Link } from "../Link.tsx";

export interface EventDetailProps {
  state: State;
  url: URL;
  event: Event;
}

/** One event with everything that was kept of it. */
export function EventDetail({ state, url, event }: EventDetailProps) {
  const texts = messagesFor(state.locale).events;
  const format = formatterFor(
    state.locale,
    state.services.config.displayCurrency,
    state.timeZone,
  );
  const listOf = (name: string, value: string) => `/events?${new URLSearchParams([[name, value]])}`;
  return (
    <Shell state={state} url={url} title={`${event.type} · ${event.userId}`}>
      <nav class="page-head" aria-label={texts.title}>
        <Link class="button" href="/events">
          <Icon name="back" size={16} /> {texts.back}
        </Link>
        {isAllowed(state.principal, "analytics:read") && (
          <Link class="button" href={`/?user=${encodeURIComponent(event.userId)}`}>
            {texts.history}
          </Link>
        )}
      </nav>
      <section class="card card-body detail-card">
        <dl class="definition">
          <Row label={texts.type}>
            <Link class="tag" data-type={event.type} href={listOf("type", event.type)}>
              {event.type}
            </Link>
          </Row>
          <Row label={texts.user}>
            <Link href={listOf("userId", event.userId)}>{event.userId}</Link>
          </Row>
          <Row label={texts.value}>{event.value === null ? "–" : format.money(event.value)}</Row>
          <Row label={texts.currency}>{event.currency ?? "–"}</Row>
          <Row label={texts.time}>
            {format.dateTime(event.timestamp)}{" "}
            <Ago class="muted" at={event.timestamp} format={format} />
          </Row>
          <Row label={texts.received}>{format.dateTime(event.receivedAt)}</Row>
          <Row label={texts.source}>
            <Link href={listOf("source", event.source)}>{event.source}</Link>
          </Row>
          <Row label={texts.id}>
            <span class="mono">{event.id}</span>
          </Row>
          <Row label={texts.metadata}>
            <pre class="json" tabIndex={0}>{JSON.stringify(event.metadata, null, 2)}</pre>
          </Row>
        </dl>
        {isAllowed(state.principal, "events:delete") && (
          <details class="danger">
            <summary class="button button-danger">{texts.delete}</summary>
            <form method="post" action={`/events/${encodeURIComponent(event.id)}`}>
              <p>{texts.deleteConfirm}</p>
              <button type="submit" class="button button-danger">{texts.deleteNow}</button>
            </form>
          </details>
        )}
      </section>
    </Shell>
  );
}

function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
