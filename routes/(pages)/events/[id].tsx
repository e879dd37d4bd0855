import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { noSuchEvent, pathSegment } from "@/lib/events/event_path.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { EventDetail } from "@/lib/ui/events/EventDetail.tsx";

export const permission: Record<string, RoutePermission> = {
  GET: "events:read",
  POST: "events:delete",
};

export const handler = define.handlers({
  async GET(ctx) {
    const event = await ctx.state.services.events.get(pathSegment(ctx.url, 0));
    if (event === null) throw noSuchEvent();
    return page({ event });
  },
  /** The page's delete button; forms cannot say DELETE. */
  async POST(ctx) {
    const id = pathSegment(ctx.url, 0);
    if (!await ctx.state.services.events.delete(id)) throw noSuchEvent();
    return ctx.redirect("/events?deleted=1", 303);
  },
});

export default define.page<typeof handler>(function EventPage({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{data.event.type} · {messagesFor(state.locale).events.title} · Vigia</title>
      </Head>
      <EventDetail state={state} url={url} event={data.event} />
    </>
  );
});
