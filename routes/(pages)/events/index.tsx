import { type Context, page } from "fresh";
import { Head } from "fresh/runtime";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define, type State } from "@/lib/define.ts";
import type { Event } from "@/lib/events/event.ts";
import { parseListQuery } from "@/lib/events/filter_query.ts";
import { ProblemError } from "@/lib/http/problem.ts";
import { listAnswer } from "@/lib/http/query.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { type Page, UnknownCursorError } from "@/lib/store/pages.ts";
import { EventsPage } from "@/lib/ui/events/EventsPage.tsx";
import { tidyQuery } from "@/lib/ui/page_query.ts";

export const permission: RoutePermission = "events:read";

/** Tells `lib/http` that callers who do not ask for HTML by name want the list. */
export const answersJson = true;

const VARY = { vary: "Accept" };

interface ExplorerData {
  events: Page<Event>;
  wrong: string[];
  deleted: boolean;
}

function listEvents(ctx: Context<State>, url: URL): Promise<Page<Event>> {
  const request = parseListQuery(url);
  return ctx.state.services.events.list(request.filter, request.page);
}

/** The list, or the names of the filters that were not understood. @throws UnknownCursorError */
async function explore(ctx: Context<State>): Promise<ExplorerData> {
  const url = new URL(ctx.url);
  const deleted = url.searchParams.has("deleted");
  url.searchParams.delete("deleted");
  try {
    return { events: await listEvents(ctx, url), wrong: [], deleted };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.errors === undefined) throw error;
    const wrong = [...new Set(error.errors.map(({ path }) => path))];
    return { events: { items: [], next: null }, wrong, deleted };
  }
}

function addressOf(query: URLSearchParams): string {
  return query.size === 0 ? "/events" : `/events?${query}`;
}

/** The explorer for browsers, the list for API callers. */
export const handler = define.handlers({
  async GET(ctx) {
    if (ctx.req.headers.get("accept")?.includes("text/html") !== true) {
      const answer = listAnswer(await listEvents(ctx, ctx.url));
      answer.headers.set("vary", VARY.vary);
      return answer;
    }
    const tidy = tidyQuery(ctx.url.searchParams, ctx.state.timeZone);
    if (tidy !== null) return ctx.redirect(addressOf(tidy), 303);
    try {
      const data = await explore(ctx);
      return page(data, { status: data.wrong.length === 0 ? 200 : 422, headers: VARY });
    } catch (error) {
      if (!(error instanceof UnknownCursorError)) throw error;
      // The place in the list is gone; its beginning is not.
      const query = new URLSearchParams(ctx.url.search);
      query.delete("cursor");
      return ctx.redirect(addressOf(query), 303);
    }
  },
});

export default define.page<typeof handler>(function Events({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).events.title} · Vigia</title>
      </Head>
      <EventsPage state={state} url={url} {...data} />
    </>
  );
});
