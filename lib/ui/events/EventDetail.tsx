import { isAllowed } from "../../auth/permissions.ts";
import type { State } from "../../define.ts";
import type { Event } from "../../events/event.ts";
import { formatterFor } from "../../i18n/format.ts";
import { messagesFor } from "../../i18n/messages.ts";
import { Shell } from "../Shell.tsx";

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
  const rows: [string, string][] = [
    [texts.time, format.dateTime(event.timestamp)],
    [texts.value, event.value === null ? "–" : format.money(event.value)],
    [texts.currency, event.currency ?? "–"],
    [texts.source, event.source],
    [texts.received, format.dateTime(event.receivedAt)],
    [texts.id, event.id],
  ];
  return (
    <Shell state={state} url={url} title={texts.title}>
      <p class="page-head">
        <a href="/events">{texts.back}</a>
      </p>
      <section class="card card-body">
        <dl class="definition">
          <dt>{texts.type}</dt>
          <dd>
            <span class="tag" data-type={event.type}>{event.type}</span>
          </dd>
          <dt>{texts.user}</dt>
          <dd>
            <a href={`/events?userId=${encodeURIComponent(event.userId)}`}>{event.userId}</a>
          </dd>
          {rows.map(([label, value]) => (
            <>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </>
          ))}
          <dt>{texts.metadata}</dt>
          <dd>
            <pre class="json">{JSON.stringify(event.metadata, null, 2)}</pre>
          </dd>
        </dl>
        {isAllowed(state.principal, "events:delete") && (
          <details class="danger">
            <summary class="button button-danger">{texts.delete}</summary>
            <form method="post" action={`/events/${encodeURIComponent(event.id)}`}>
              <p>{texts.deleteConfirm}</p>
              <button type="submit" class="button button-danger">{texts.delete}</button>
            </form>
          </details>
        )}
      </section>
    </Shell>
  );
}
