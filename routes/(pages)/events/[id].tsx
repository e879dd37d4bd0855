import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { EventDetail } from "@/lib/ui/events/EventDetail.tsx";

export const permission: Record<string, RoutePermission> = {
  GET: "events:read",
  POST: "events:delete",
};

export const handler = define.handlers({
  async GET(ctx) {
    const event = await ctx.state.services.events.get(ctx.params.id ?? "");
    if (event === null) throw new HttpError(404);
    return page({ event });
  },
  /** The page's delete button; forms cannot say DELETE. */
  async POST(ctx) {
    if (!await ctx.state.services.events.delete(ctx.params.id ?? "")) throw new HttpError(404);
    return ctx.redirect("/events", 303);
  },
});

export default define.page<typeof handler>(function EventPage({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).events.title} · Vigia</title>
      </Head>
      <EventDetail state={state} url={url} event={data.event} />
    </>
  );
});
