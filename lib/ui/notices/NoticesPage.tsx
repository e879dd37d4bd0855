import type { State } from "../../define.ts";
import { formatterFor } from "../../i18n/format.ts";
import { messagesFor } from "../../i18n/messages.ts";
import type { NoticeView } from "../../notifications/notice.ts";
import type { Page } from "../../store/pages.ts";
import { LivePart } from "../live_part/LivePart.tsx";
import { Pager } from "../Pager.tsx";
import { Shell } from "../Shell.tsx";
import { NoticeItem } from "./NoticeItem.tsx";

export interface NoticesPageProps {
  state: State;
  url: URL;
  list: Page<NoticeView>;
}

/** What Vigia told people in its own pages; each marks what he has read. */
export function NoticesPage({ state, url, list: { items, next } }: NoticesPageProps) {
  const { notices: texts } = messagesFor(state.locale);
  const format = formatterFor(state.locale, state.services.config.displayCurrency, state.timeZone);
  const [newest] = items;
  return (
    <Shell state={state} url={url} title={texts.title}>
      <p class="page-head muted">{texts.explain}</p>
      <LivePart part="notice-list" topics={["notices"]} locale={state.locale}>
        <section class="card" aria-labelledby="notices-title">
          <div class="list-head">
            <h2 id="notices-title" class="spacer">{texts.list}</h2>
            {newest !== undefined && items.some(({ isRead }) => !isRead) && (
              <form method="post" action="/notices">
                <button type="submit" class="button" name="upTo" value={newest.id}>
                  {texts.readAll}
                </button>
              </form>
            )}
          </div>
          {items.length === 0 ? <p class="empty">{texts.empty}</p> : (
            <ul class="notices">
              {items.map((notice) => (
                <NoticeItem key={notice.id} notice={notice} texts={texts} format={format} />
              ))}
            </ul>
          )}
          <Pager path="/notices" query={url.searchParams} next={next} texts={texts} />
        </section>
      </LivePart>
    </Shell>
  );
}
