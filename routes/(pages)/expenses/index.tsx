import { type Context, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { reasonTeller } from "@/lib/anomalies/reasons/tell_reason.ts";
import { isAllowed, type RoutePermission } from "@/lib/auth/permissions.ts";
import { define, type State } from "@/lib/define.ts";
import { createEventId } from "@/lib/events/event_id.ts";
import { noSuchEvent } from "@/lib/events/event_path.ts";
import { readExpenseBoard } from "@/lib/expenses/expense_board.ts";
import { FEEDBACK_VERDICTS } from "@/lib/expenses/expense_feedback.ts";
import { expenseOfForm, type ExpenseValues, wrongFields } from "@/lib/expenses/expense_form.ts";
import { readForm } from "@/lib/http/body.ts";
import { callerOf } from "@/lib/http/client.ts";
import { PAGE_PARAMETERS, parseQuery } from "@/lib/http/query.ts";
import { validate } from "@/lib/http/validation.ts";
import { formatterFor } from "@/lib/i18n/format.ts";
import { messagesFor } from "@/lib/i18n/messages.ts";
import { UnknownCursorError } from "@/lib/store/pages.ts";
import { ExpenseFigures } from "@/lib/ui/expenses/ExpenseFigures.tsx";
import { ExpenseForm } from "@/lib/ui/expenses/ExpenseForm.tsx";
import { ExpenseTable } from "@/lib/ui/expenses/ExpenseTable.tsx";
import { Link } from "@/lib/ui/Link.tsx";
import { Shell } from "@/lib/ui/Shell.tsx";

export const permission: Record<string, RoutePermission> = {
  GET: "events:read",
  POST: "events:write",
};

const DONE = ["saved", "thanks"] as const;
const query = z.object({ ...PAGE_PARAMETERS, done: z.enum(DONE).optional() });
const feedbackInput = z.object({
  feedbackFor: z.string().min(1).max(128),
  verdict: z.enum(FEEDBACK_VERDICTS),
});

async function load(ctx: Context<State>, values: ExpenseValues, error?: unknown) {
  const { store: { events }, expenseFeedback: feedback } = ctx.state.services;
  const { limit, cursor, done } = parseQuery(ctx.url, query);
  const board = await readExpenseBoard({ events, feedback }, { limit, cursor }, Date.now());
  return { board, values, done, wrong: wrongFields(error) ?? [], id: createEventId() };
}

export const handler = define.handlers({
  async GET(ctx) {
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

export default define.page<typeof handler>(function ExpensesPage({ data, state, url }) {
  const { expenses: texts, imports } = messagesFor(state.locale);
  const { board, done } = data;
  const tell = reasonTeller(state.locale, state.services.config.displayCurrency);
  const format = formatterFor(
    state.locale,
    state.services.config.displayCurrency,
    state.timeZone,
  );
  const mayWrite = isAllowed(state.principal, "events:write");
  return (
    <Shell state={state} url={url} title={texts.title}>
      <Head>
        <title>{texts.title} · Vigia</title>
      </Head>
      <div class="page-head">
        <p class="muted import-explain">{texts.explain}</p>
        {mayWrite && <Link class="button" href="/expenses/import">{imports.open}</Link>}
      </div>
      {done !== undefined && (
        <p class="notice page-head" data-state="ok" role="status">{texts[done]}</p>
      )}
      <div class="stack">
        {mayWrite && (
          <ExpenseForm id={data.id} values={data.values} wrong={data.wrong} texts={texts} />
        )}
        <ExpenseFigures board={board} texts={texts} format={format} />
        <section class="card" aria-label={texts.list}>
          {board.rows.length === 0
            ? (
              <div class="empty">
                <p>{texts.none}</p>
              </div>
            )
            : (
              <ExpenseTable
                rows={board.rows}
                mayWrite={mayWrite}
                texts={texts}
                format={format}
                tell={tell}
              />
            )}
          <nav class="pager" aria-label={texts.pages}>
            {url.searchParams.has("cursor")
              ? <Link class="button" href="/expenses">{texts.newest}</Link>
              : <span />}
            {board.next !== null && (
              <Link class="button" href={`/expenses?cursor=${encodeURIComponent(board.next)}`}>
                {texts.older}
              </Link>
            )}
          </nav>
        </section>
      </div>
    </Shell>
  );
});
