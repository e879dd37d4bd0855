import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { parseQuery } from "@/lib/http/query.ts";
import { validate } from "@/lib/http/validation.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { deliveryQuery } from "@/lib/notifications/channel_inputs.ts";
import { UnknownCursorError } from "@/lib/store/pages.ts";
import { DeliveriesPage } from "@/lib/ui/channels/DeliveriesPage.tsx";
import { tidyQuery } from "@/lib/ui/page_query.ts";

export const permission: RoutePermission = "channels:manage";

const PATH = "/channels/deliveries";
const pageQuery = deliveryQuery.extend({ again: z.enum(["sent", "gone"]).optional() });
const sendForm = z.object({ send: z.string().min(1).max(256) });

export const handler = define.handlers({
  async GET(ctx) {
    const { channels, deliveries } = ctx.state.services;
    const tidy = tidyQuery(ctx.url.searchParams, ctx.state.timeZone);
    if (tidy !== null) return ctx.redirect(`${PATH}?${tidy}`, 303);
    const { again = null, ...query } = parseQuery(ctx.url, pageQuery);
    try {
      const [known, sent] = await Promise.all([channels.list(), deliveries.list(query)]);
      return page({ channels: known, deliveries: sent, again });
    } catch (error) {
      if (!(error instanceof UnknownCursorError)) throw error;
      return ctx.redirect(PATH, 303);
    }
  },
  async POST(ctx) {
    const { send } = validate(sendForm, await readForm(ctx.req));
    const isSent = await ctx.state.services.notifier.sendAgain(send);
    return ctx.redirect(`${PATH}?again=${isSent ? "sent" : "gone"}`, 303);
  },
});

export default define.page<typeof handler>(function Deliveries({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).channels.deliveriesTitle} · Vigia</title>
      </Head>
      <DeliveriesPage state={state} url={url} {...data} />
    </>
  );
});
