import { page } from "fresh";
import { Head } from "fresh/runtime";
import { Silences } from "@/islands/Silences.tsx";
import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { AlertTabs } from "@/lib/ui/alerts/AlertTabs.tsx";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: RoutePermission = "alerts:read";

/** Silences on the page; more are read through the API. */
const SHOWN_OPEN = 500;
const SHOWN_ENDED = 20;

export const handler = define.handlers({
  async GET(ctx) {
    const { alertRouting } = ctx.state.services;
    const [open, ended, matchers] = await Promise.all([
      alertRouting.silences.list({ state: "open", limit: SHOWN_OPEN }),
      alertRouting.silences.list({ state: "ended", limit: SHOWN_ENDED }),
      alertRouting.matchersOf(ctx.url.searchParams.get("alert")),
    ]);
    return page({ open: open.items, ended: ended.items, matchers });
  },
});

export default define.page<typeof handler>(function SilencesPage({ data, state, url }) {
  const texts = messagesFor(state.locale);
  return (
    <Shell state={state} url={url} title={texts.silences.title}>
      <Head>
        <title>{texts.silences.title} · Vigia</title>
      </Head>
      <AlertTabs current="silences" texts={texts.alertTabs} />
      <p class="page-head muted">{texts.silences.explain}</p>
      <Silences
        open={data.open}
        ended={data.ended}
        matchers={data.matchers}
        mayManage={isAllowed(state.principal, "alerts:manage")}
        locale={state.locale}
        timeZone={state.timeZone}
      />
    </Shell>
  );
});
