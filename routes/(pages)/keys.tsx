import { page } from "fresh";
import { Head } from "fresh/runtime";
import { ApiKeys } from "@/islands/ApiKeys.tsx";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: RoutePermission = "api-keys:manage";

export const handler = define.handlers({
  async GET(ctx) {
    const keys = await ctx.state.services.auth.listApiKeys({ limit: 200 });
    return page({ keys: keys.items });
  },
});

export default define.page<typeof handler>(function KeysPage({ data, state, url }) {
  const texts = messagesFor(state.locale);
  return (
    <Shell state={state} url={url} title={texts.keys.title}>
      <Head>
        <title>{texts.keys.title} · Vigia</title>
      </Head>
      <p class="page-head muted">{texts.keys.explain}</p>
      <ApiKeys
        keys={data.keys}
        scopes={[...(state.principal?.permissions ?? [])]}
        locale={state.locale}
        timeZone={state.timeZone}
      />
    </Shell>
  );
});
