import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AlertRules } from "@/islands/AlertRules.tsx";
import { MAX_RULES } from "@/lib/alerts/alert_rules.ts";
import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { AlertTabs } from "@/lib/ui/alerts/AlertTabs.tsx";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async GET(ctx) {
    const { alertRules, alertBook } = ctx.state.services;
    const [rules, open] = await Promise.all([
      alertRules.list({ limit: MAX_RULES }),
      alertBook.countOpen(),
    ]);
    return page({ rules: rules.items, open });
  },
});

export default define.page<typeof handler>(function RulesPage({ data, state, url }) {
  const texts = messagesFor(state.locale);
  return (
    <Shell state={state} url={url} title={texts.alertRules.title}>
      <Head>
        <title>{texts.alertRules.title} · Vigia</title>
      </Head>
      <AlertTabs current="rules" texts={texts.alertTabs} />
      <p class="page-head muted">{texts.alertRules.explain}</p>
      <AlertRules
        rules={data.rules}
        open={data.open}
        mayManage={isAllowed(state.principal, "alerts:manage")}
        locale={state.locale}
        timeZone={state.timeZone}
      />
    </Shell>
  );
});
