import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { alertQuery } from "@/lib/alerts/alert_inputs.ts";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define } from "@/lib/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { ProblemError } from "@/lib/http/problem.ts";
import { parseQuery } from "@/lib/http/query.ts";
import { validate } from "@/lib/http/validation.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { UnknownCursorError } from "@/lib/store/pages.ts";
import { AlertsPage } from "@/lib/ui/alerts/AlertsPage.tsx";

export const permission: Record<string, RoutePermission> = {
  GET: "alerts:read",
  POST: "alerts:manage",
};

/** Of each open state on the first page; more are behind the filter. */
const SHOWN_OPEN = 50;

const acknowledgeForm = z.object({ acknowledge: z.string().min(1).max(128) });

export const handler = define.handlers({
  async GET(ctx) {
    const { alertBook, alertRules } = ctx.state.services;
    const { limit, cursor, ...filter } = parseQuery(ctx.url, alertQuery);
    const isStart = filter.state === undefined && cursor === undefined;
    const open = (state: "firing" | "pending") =>
      isStart ? alertBook.list({ ...filter, state }, { limit: SHOWN_OPEN }) : null;
    try {
      const [rule, firing, pending, list] = await Promise.all([
        filter.ruleId === undefined ? null : alertRules.get(filter.ruleId),
        open("firing"),
        open("pending"),
        alertBook.list({ ...filter, state: filter.state ?? "resolved" }, { limit, cursor }),
      ]);
      const first = firing && pending && [...firing.items, ...pending.items];
      return page({ rule, first, list });
    } catch (error) {
      if (!(error instanceof UnknownCursorError)) throw error;
      return ctx.redirect("/alerts", 303);
    }
  },
  async POST(ctx) {
    const { acknowledge } = validate(acknowledgeForm, await readForm(ctx.req));
    const { alertBook } = ctx.state.services;
    if (await alertBook.acknowledge(acknowledge, callerOf(ctx).name) === null) {
      throw new ProblemError(404, "There is no alert with this id");
    }
    return ctx.redirect(`/alerts${ctx.url.search}`, 303);
  },
});

export default define.page<typeof handler>(function Alerts({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).alerts.title} · Vigia</title>
      </Head>
      <AlertsPage state={state} url={url} {...data} />
    </>
  );
});
