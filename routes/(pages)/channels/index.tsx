import { page } from "fresh";
import { Head } from "fresh/runtime";
import { Channels } from "@/islands/Channels.tsx";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { ChannelTabs } from "@/lib/ui/channels/ChannelTabs.tsx";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: RoutePermission = "channels:manage";

/** Deliveries on this page; all are on a page of their own. */
const SHOWN = 10;

export const handler = define.handlers({
  async GET(ctx) {
    const { channels, deliveries } = ctx.state.services;
    const [known, sent] = await Promise.all([channels.list(), deliveries.list({ limit: SHOWN })]);
    return page({ channels: known, deliveries: sent.items });
  },
});

export default define.page<typeof handler>(function ChannelsPage({ data, state, url }) {
  const texts = messagesFor(state.locale);
  return (
    <Shell state={state} url={url} title={texts.channels.title}>
      <Head>
        <title>{texts.channels.title} · Vigia</title>
      </Head>
      <ChannelTabs current="channels" texts={texts.channels} />
      <p class="page-head muted">{texts.channels.explain}</p>
      <Channels
        channels={data.channels}
        deliveries={data.deliveries}
        shown={SHOWN}
        locale={state.locale}
        timeZone={state.timeZone}
      />
    </Shell>
  );
});
