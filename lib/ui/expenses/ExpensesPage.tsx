import { LiveRefresh } from "@/islands/LiveRefresh.tsx";
import { reasonTeller } from "../../anomalies/reasons/tell_reason.ts";
import { isAllowed } from "../../auth/permissions.ts";
import type { State } from "../../define.ts";
import type { ExpenseBoard } from "../../expenses/expense_board.ts";
import type { ExpenseField, ExpenseValues } from "../../expenses/expense_form.ts";
import { formatterFor } from "../../i18n/format.ts";
import { messagesFor } from "../../i18n/messages.ts";
import { Link } from "../Link.tsx";
import { Pager } from "../Pager.tsx";
import { Shell } from "../Shell.tsx";
import { ExpenseCharts } from "./ExpenseCharts.tsx";
import { ExpenseFigures } from "./ExpenseFigures.tsx";
import { ExpenseFilters } from "./ExpenseFilters.tsx";
import { ExpenseForm } from "./ExpenseForm.tsx";
import { ExpenseTable } from "./ExpenseTable.tsx";

export interface ExpensesPageProps {
  state: State;
  url: URL;
  board: ExpenseBoard;
  /** Id of the expense to be. */
  id: string;
  values: ExpenseValues;
  wrong: readonly ExpenseField[];
  done: "saved" | "thanks" | undefined;
}

/** Id of the part that is brought up to date when scores arrive. */
const LISTS = "expense-lists";

/** Entry, figures, the latest unusual ones, and the list. */
export function ExpensesPage({ state, url, board, id, values, wrong, done }: ExpensesPageProps) {
  const texts = messagesFor(state.locale);
  const { expenses, imports } = texts;
  const currency = state.services.config.displayCurrency;
  const { locale, timeZone } = state;
  const format = formatterFor(locale, currency, timeZone);
  const query = new URLSearchParams(url.search);
  query.delete("done");
  const isFiltered = [...query.keys()].some((name) => name !== "cursor" && name !== "limit");
  const mayWrite = isAllowed(state.principal, "events:write");
  const shared = {
    mayWrite,
    texts: expenses,
    format,
    tell: reasonTeller(locale, currency),
  };
  // What was just saved gets its score a moment later.
  const isWaiting = done === "saved" && board.list.items.some(({ anomaly }) => anomaly === null);
  const lists = (
    <>
      {board.flagged.length > 0 && (
        <section class="card" aria-label={expenses.latestFlagged}>
          <div class="card-head">
            <h2>{expenses.latestFlagged}</h2>
          </div>
          <ExpenseTable rows={board.flagged} {...shared} />
        </section>
      )}
      <section class="card" aria-label={expenses.list}>
        <div class="card-head">
          <h2>{expenses.list}</h2>
        </div>
        {board.list.items.length === 0
          ? (
            <div class="empty">
              <p>{isFiltered ? texts.feed.empty : expenses.none}</p>
            </div>
          )
          : <ExpenseTable rows={board.list.items} {...shared} />}
        <Pager path="/expenses" query={query} next={board.list.next} texts={expenses} />
      </section>
    </>
  );
  return (
    <Shell state={state} url={url} title={expenses.title}>
      <div class="page-head">
        <p class="muted import-explain">{expenses.explain}</p>
        {mayWrite && <Link class="button" href="/expenses/import">{imports.open}</Link>}
        {isAllowed(state.principal, "expenses:manage") && (
          <Link class="button" href="/expenses/settings">{expenses.settings}</Link>
        )}
      </div>
      {done !== undefined && (
        <p class="notice page-head" data-state="ok" role="status">{expenses[done]}</p>
      )}
      <div class="stack">
        {mayWrite && <ExpenseForm id={id} values={values} wrong={wrong} texts={expenses} />}
        <ExpenseFilters query={query} timeZone={timeZone} texts={texts} />
        <ExpenseFigures metrics={board.metrics} query={query} texts={expenses} format={format} />
        <ExpenseCharts {...{ metrics: board.metrics, locale, timeZone, currency, format }} />
        {isWaiting && (
          <LiveRefresh part={LISTS} topics={["kpis"]} locale={locale} isCurrent={false} />
        )}
        <div id={LISTS} class="stack" tabIndex={-1}>{lists}</div>
      </div>
    </Shell>
  );
}
