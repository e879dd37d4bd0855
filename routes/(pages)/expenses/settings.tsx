import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { parseLimits } from "@/lib/expenses/approval_limits.ts";
import { readForm } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { SettingsPage } from "@/lib/ui/expenses/SettingsPage.tsx";

export const permission: RoutePermission = "expenses:manage";

export const handler = define.handlers({
  async GET(ctx) {
    const settings = await ctx.state.services.expenseSettings.read();
    return page({ settings, given: null, isSaved: ctx.url.searchParams.has("saved") });
  },
  async POST(ctx) {
    const { services: { expenseSettings }, locale } = ctx.state;
    const { limits: given = null } = await readForm(ctx.req);
    const limits = given === null ? null : parseLimits(given, locale);
    if (limits === null) {
      const settings = await expenseSettings.read();
      return page({ settings, given, isSaved: false }, { status: 422 });
    }
    await expenseSettings.setApprovalLimits(limits, callerOf(ctx).name);
    return ctx.redirect("/expenses/settings?saved", 303);
  },
});

export default define.page<typeof handler>(function ExpenseSettings({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).expenses.settings} · Vigia</title>
      </Head>
      <SettingsPage {...data} state={state} url={url} />
    </>
  );
});
