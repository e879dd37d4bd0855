import { type Alert, ALERT_STATES } from "../../alerts/alert.ts";
import type { StoredRule } from "../../alerts/rule.ts";
import { isAllowed } from "../../auth/permissions.ts";
import type { State } from "../../define.ts";
import { formatterFor } from "../../i18n/format.ts";
import { messagesFor } from "../../i18n/messages.ts";
import type { Stored } from "../../store/collections.ts";
import type { Page } from "../../store/pages.ts";
import { Icon } from "../icons.tsx";
import { Link } from "../Link.tsx";
import { LivePart } from "../live_part/LivePart.tsx";
import { withoutParameter, withParameter } from "../page_query.ts";
import { Pager } from "../Pager.tsx";
import { Shell } from "../Shell.tsx";
import { AlertTable } from "./AlertTable.tsx";
import { AlertTabs } from "./AlertTabs.tsx";

export interface AlertsPageProps {
  state: State;
  url: URL;
  /** The rule whose alerts alone were asked for, where there is one. */
  rule: StoredRule | null;
  /** Those that fire or are about to, before the list; null where a state was asked for. */
  first: readonly Stored<Alert>[] | null;
  list: Page<Stored<Alert>>;
}

/** What fires first, then what is over; the choice of a state in the address. */
export function AlertsPage({ state, url, rule, first, list }: AlertsPageProps) {
  const { alerts: texts, alertTabs } = messagesFor(state.locale);
  const format = formatterFor(state.locale, state.services.config.displayCurrency, state.timeZone);
  const mayManage = isAllowed(state.principal, "alerts:manage");
  const filters = new URLSearchParams(url.searchParams);
  filters.delete("cursor");
  const chosen = ALERT_STATES.find((name) => name === filters.get("state"));
  const title = texts.titles[chosen ?? "resolved"];
  return (
    <Shell state={state} url={url} title={texts.title}>
      <AlertTabs current="alerts" texts={alertTabs} />
      <nav class="page-tabs" aria-label={texts.state}>
        <div class="segments">
          <a
            href={`/alerts${withoutParameter(filters, "state")}`}
            aria-current={chosen === undefined ? "true" : "false"}
          >
            {texts.all}
          </a>
          {ALERT_STATES.map((name) => (
            <a
              key={name}
              href={`/alerts${withParameter(filters, "state", name)}`}
              aria-current={name === chosen ? "true" : "false"}
            >
              {texts.titles[name]}
            </a>
          ))}
        </div>
      </nav>
      {filters.has("ruleId") && (
        <div class="chips page-head">
          <span class="chip">
            <span class="truncate">{texts.ofRule(rule?.name ?? texts.ruleGone)}</span>
            <Link
              href={`/alerts${withoutParameter(filters, "ruleId")}`}
              aria-label={texts.ofAllRules}
            >
              <Icon name="close" size={14} />
            </Link>
          </span>
        </div>
      )}
      <LivePart part="alert-lists" topics={["alerts"]} locale={state.locale} class="stack">
        {first !== null && (
          <section class="card" aria-label={texts.now}>
            <div class="card-head">
              <h2>{texts.now}</h2>
            </div>
            {first.length === 0
              ? <p class="card-body muted">{texts.quiet}</p>
              : <AlertTable alerts={first} texts={texts} format={format} mayManage={mayManage} />}
          </section>
        )}
        <section class="card" aria-label={title}>
          <div class="card-head">
            <h2>{title}</h2>
          </div>
          {list.items.length === 0 ? <p class="card-body muted">{texts.none}</p> : (
            <AlertTable
              alerts={list.items}
              texts={texts}
              format={format}
              mayManage={mayManage}
            />
          )}
          <Pager path="/alerts" query={url.searchParams} next={list.next} texts={texts} />
        </section>
      </LivePart>
    </Shell>
  );
}
