import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AlertRoutes } from "@/islands/AlertRoutes.tsx";
import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { AlertTabs } from "@/lib/ui/alerts/AlertTabs.tsx";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async GET(ctx) {
    const { alertRouting } = ctx.state.services;
    const [saved, channels] = await Promise.all([
      alertRouting.configs.read(),
      alertRouting.channels(),
    ]);
    return page({ saved, channels });
  },
});

export default define.page<typeof handler>(function RoutingPage({ data, state, url }) {
  const texts = messagesFor(state.locale);
  return (
    <Shell state={state} url={url} title={texts.routing.title}>
      <Head>
        <title>{texts.routing.title} · Vigia</title>
      </Head>
      <AlertTabs current="routing" texts={texts.alertTabs} />
      <p class="page-head muted">{texts.routing.explain}</p>
      <AlertRoutes
        saved={data.saved}
        channels={data.channels}
        mayManage={isAllowed(state.principal, "alerts:manage")}
        locale={state.locale}
        timeZone={state.timeZone}
      />
    </Shell>
  );
});
