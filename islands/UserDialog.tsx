import { useEffect, useRef, useState } from "preact/hooks";
import type { Event } from "@/lib/events/event.ts";
import { type Formatter, formatterFor } from "@/lib/i18n/format.ts";
import type { Messages } from "@/lib/i18n/messages.ts";
import { dashboardMessagesFor } from "@/lib/i18n/dashboard_messages.ts";
import type { UserTotals } from "@/lib/store/events.ts";
import type { Page } from "@/lib/store/pages.ts";
import { eventText } from "@/lib/ui/events/event_text.ts";
import type { DashboardProps } from "@/lib/ui/dashboard/view.ts";
import { Icon } from "@/lib/ui/icons.tsx";

interface History {
  userId: string;
  totals: UserTotals;
  events: Event[];
  next: string | null;
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return await response.json();
}

async function loadHistory(userId: string): Promise<History> {
  const base = `/api/v1/users/${encodeURIComponent(userId)}`;
  const [totals, page] = await Promise.all([
    getJson<UserTotals>(`${base}/totals`),
    getJson<Page<Event>>(`${base}/events?limit=50`),
  ]);
  return { userId, totals, events: page.items, next: page.next };
}

/** A user's whole history with totals. Its address can be linked; Escape and Back close it. */
export function UserDialog({ view, locale, currency }: DashboardProps) {
  const all = dashboardMessagesFor(locale);
  const texts = all.user;
  const format = formatterFor(locale, currency, view.data.value.timeZone);
  const dialog = useRef<HTMLDialogElement>(null);
  const [history, setHistory] = useState<History | null>(null);
  const [failed, setFailed] = useState(false);
  const userId = view.userId.value;

  const load = (id: string) => {
    setFailed(false);
    loadHistory(id).then((loaded) => {
      // A slower answer for somebody else must not replace the one that is open.
      if (view.userId.peek() === id) setHistory(loaded);
    }, () => setFailed(true));
  };
  useEffect(() => {
    if (userId === null) {
      dialog.current?.close();
      return;
    }
    setHistory(null);
    if (dialog.current?.open === false) dialog.current.showModal();
    load(userId);
  }, [userId]);
  const loadMore = async () => {
    if (history?.next == null) return;
    const url = `/api/v1/users/${encodeURIComponent(history.userId)}/events`;
    const query = new URLSearchParams({ limit: "50", cursor: history.next });
    try {
      const page = await getJson<Page<Event>>(`${url}?${query}`);
      setHistory({ ...history, events: [...history.events, ...page.items], next: page.next });
    } catch {
      setFailed(true);
    }
  };

  return (
    <dialog ref={dialog} aria-labelledby="user-title" onClose={() => view.userId.value = null}>
      <div class="dialog-head">
        <h2 id="user-title">{texts.title(userId ?? "")}</h2>
        <button
          type="button"
          class="button button-ghost button-icon"
          aria-label={texts.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="dialog-body">
        {failed
          ? (
            <div class="empty" role="alert">
              <p>{all.chart.failed}</p>
              <button
                type="button"
                class="button"
                onClick={() => userId !== null && load(userId)}
              >
                {all.chart.retry}
              </button>
            </div>
          )
          : history === null
          ? <div class="empty" aria-busy="true">{texts.loading}</div>
          : (
            <>
              <Totals totals={history.totals} texts={texts} format={format} />
              {history.events.length === 0
                ? <p class="empty">{all.feed.empty}</p>
                : <HistoryTable events={history.events} texts={texts.columns} format={format} />}
              <div class="pager">
                {history.next === null
                  ? <span class="muted">{texts.end}</span>
                  : <button type="button" class="button" onClick={loadMore}>{texts.more}</button>}
              </div>
            </>
          )}
      </div>
    </dialog>
  );
}

interface TotalsProps {
  totals: UserTotals;
  texts: Messages["user"];
  format: Formatter;
}

function Totals({ totals, texts, format }: TotalsProps) {
  const purchases = totals.byType.find((item) => item.type === "purchase");
  const seen = (at: string | null) => at === null ? "–" : format.dateTime(at);
  return (
    <dl class="totals">
      <div>
        <dt>{texts.events}</dt>
        <dd data-total="events">{format.count(totals.events)}</dd>
      </div>
      <div>
        <dt>{texts.spent} ({format.count(purchases?.count ?? 0)})</dt>
        <dd>{format.money(purchases?.value ?? 0)}</dd>
      </div>
      <div>
        <dt>{texts.firstSeen}</dt>
        <dd>{seen(totals.firstSeen)}</dd>
      </div>
      <div>
        <dt>{texts.lastSeen}</dt>
        <dd>{seen(totals.lastSeen)}</dd>
      </div>
    </dl>
  );
}

interface HistoryTableProps {
  events: Event[];
  texts: Messages["user"]["columns"];
  format: Formatter;
}

function HistoryTable({ events, texts, format }: HistoryTableProps) {
  return (
    <div class="table-box">
      <table class="table table-cards event-table history-table">
        <thead>
          <tr>
            <th scope="col">{texts.time}</th>
            <th scope="col">{texts.type}</th>
            <th scope="col">{texts.details}</th>
            <th scope="col" class="number">{texts.value}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id}>
              <td class="cell-time">{format.dateTime(event.timestamp)}</td>
              <td class="cell-type">
                <span class="tag" data-type={event.type}>{event.type}</span>
              </td>
              <td class="cell-details muted" title={eventText(event)}>{eventText(event)}</td>
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
