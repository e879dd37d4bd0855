import { type Context, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import type { RoutePermission } from "@/lib/auth/permissions.ts";
import { define, type State } from "@/lib/define.ts";
import { createEventId } from "@/lib/events/event_id.ts";
import { noSuchEvent } from "@/lib/events/event_path.ts";
import { readExpenseBoard } from "@/lib/expenses/expense_board.ts";
import { FEEDBACK_VERDICTS } from "@/lib/expenses/expense_feedback.ts";
import { expenseOfForm, type ExpenseValues, wrongFields } from "@/lib/expenses/expense_form.ts";
import { expenseListSchema } from "@/lib/expenses/expense_query.ts";
import { readForm } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { parseQuery } from "@/lib/http/query.ts";
import { validate } from "@/lib/http/validation.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { UnknownCursorError } from "@/lib/store/pages.ts";
import { ExpensesPage } from "@/lib/ui/expenses/ExpensesPage.tsx";
import { tidyQuery } from "@/lib/ui/page_query.ts";

export const permission: Record<string, RoutePermission> = {
  GET: "events:read",
  POST: "events:write",
};

const DONE = ["saved", "thanks"] as const;
const query = expenseListSchema.extend({ done: z.enum(DONE).optional() });
const feedbackInput = z.object({
  feedbackFor: z.string().min(1).max(128),
  verdict: z.enum(FEEDBACK_VERDICTS),
});

async function load(ctx: Context<State>, values: ExpenseValues, error?: unknown) {
  const { services: { store: { events }, expenseFeedback: feedback }, timeZone } = ctx.state;
  const { limit, cursor, done, ...filters } = parseQuery(ctx.url, query);
  const asked = { filters, page: { limit, cursor }, timeZone, nowMs: Date.now() };
  const board = await readExpenseBoard({ events, feedback }, asked);
  return { board, values, done, wrong: wrongFields(error) ?? [], id: createEventId() };
}

export const handler = define.handlers({
  async GET(ctx) {
    const tidy = tidyQuery(ctx.url.searchParams, ctx.state.timeZone);
    if (tidy !== null) return ctx.redirect(`/expenses?${tidy}`, 303);
    try {
      return page(await load(ctx, { userId: callerOf(ctx).name }));
    } catch (error) {
      if (!(error instanceof UnknownCursorError)) throw error;
      return ctx.redirect("/expenses", 303);
    }
  },
  async POST(ctx) {
    const fields = await readForm(ctx.req);
    const { events, expenseFeedback, config } = ctx.state.services;
    const { name } = callerOf(ctx);
    if ("feedbackFor" in fields) {
      const { feedbackFor, verdict } = validate(feedbackInput, fields);
      if (await events.get(feedbackFor) === null) throw noSuchEvent();
      await expenseFeedback.give(feedbackFor, verdict, name);
      return ctx.redirect("/expenses?done=thanks", 303);
    }
    const { locale } = ctx.state;
    try {
      const given = { locale, currency: config.displayCurrency, nowMs: Date.now() };
      await events.create(expenseOfForm(fields, given), name);
    } catch (error) {
      if (wrongFields(error) === null) throw error;
      return page(await load(ctx, fields, error), { status: 422 });
    }
    return ctx.redirect("/expenses?done=saved", 303);
  },
});

export default define.page<typeof handler>(function Expenses({ data, state, url }) {
  return (
    <>
      <Head>
        <title>{messagesFor(state.locale).expenses.title} · Vigia</title>
      </Head>
      <ExpensesPage {...data} state={state} url={url} />
    </>
  );
});
