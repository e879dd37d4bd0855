import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { parseListQuery } from "@/lib/events/filter_query.ts";
import { listAnswer } from "@/lib/http/query.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { EventsPage } from "@/lib/ui/events/EventsPage.tsx";

export const permission: RoutePermission = "events:read";

/** Tells `lib/http` that callers who do not ask for HTML by name want the list. */
export const answersJson = true;

/** The explorer for browsers, the list for API callers. */
export const handler = define.handlers({
  async GET(ctx) {
    const request = parseListQuery(ctx.url);
    const events = await ctx.state.services.events.list(request.filter, request.page);
    const headers = { vary: "Accept" };
    if (ctx.req.headers.get("accept")?.includes("text/html")) return page({ events }, { headers });
    const answer = listAnswer(events);
    answer.headers.set("vary", headers.vary);
    return answer;
  },
});

export default define.page<typeof handler>(function Events({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).events.title} · Vigia</title>
      </Head>
      <EventsPage state={state} url={url} events={data.events} />
    </>
  );
});
