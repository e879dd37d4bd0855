import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { parsePage } from "@/lib/http/query.ts";
import { validate } from "@/lib/http/validation.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { noticesReadInput } from "@/lib/notifications/notice_inputs.ts";
import { UnknownCursorError } from "@/lib/store/pages.ts";
import { NoticesPage } from "@/lib/ui/notices/NoticesPage.tsx";

export const permission: RoutePermission = "alerts:read";

export const handler = define.handlers({
  async GET(ctx) {
    const { notices } = ctx.state.services;
    try {
      return page(await notices.list(callerOf(ctx).userId, parsePage(ctx.url)));
    } catch (error) {
      if (!(error instanceof UnknownCursorError)) throw error;
      return ctx.redirect("/notices", 303);
    }
  },
  async POST(ctx) {
    await ctx.state.services.notices.read(
      callerOf(ctx).userId,
      validate(noticesReadInput, await readForm(ctx.req)),
    );
    return ctx.redirect("/notices", 303);
  },
});

export default define.page<typeof handler>(function Notices({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).notices.title} · Vigia</title>
      </Head>
      <NoticesPage state={state} url={url} list={data} />
    </>
  );
});
