import type { PublicAnomaly } from "../../anomalies/anomaly.ts";
import { reasonTeller } from "../../anomalies/reasons/tell_reason.ts";
import type { State } from "../../define.ts";
import { formatterFor } from "../../i18n/format.ts";
import { messagesFor } from "../../i18n/messages.ts";
import type { Page } from "../../store/pages.ts";
import { Link } from "../Link.tsx";
import { LivePart } from "../live_part/LivePart.tsx";
import { Pager } from "../Pager.tsx";
import { Shell } from "../Shell.tsx";
import { AnomalyFilters } from "./AnomalyFilters.tsx";
import { AnomalyTable } from "./AnomalyTable.tsx";
import { LearningSeries, type LearningSeriesProps } from "./LearningSeries.tsx";

export interface AnomaliesPageProps {
  state: State;
  url: URL;
  /** Those that go on, shown before the list; null where the list is of a choice of its own. */
  first: readonly PublicAnomaly[] | null;
  list: Page<PublicAnomaly>;
  learning: LearningSeriesProps["series"];
}

/** What goes on first, then what is over; filters in the address. */
export function AnomaliesPage({ state, url, first, list, learning }: AnomaliesPageProps) {
  const { anomalies: texts } = messagesFor(state.locale);
  const format = formatterFor(state.locale, state.services.config.displayCurrency, state.timeZone);
  const tell = reasonTeller(state.locale, state.services.config.displayCurrency);
  const filters = new URLSearchParams();
  for (const name of ["open", "kind", "type", "from", "to"]) {
    const value = url.searchParams.get(name);
    if (value !== null) filters.set(name, value);
  }
  const query = new URLSearchParams(filters);
  const cursor = url.searchParams.get("cursor");
  if (cursor !== null) query.set("cursor", cursor);
  const title = filters.get("open") === "true" ? texts.open : texts.ended;
  const isEmpty = list.items.length === 0 && (first ?? []).length === 0;
  return (
    <Shell state={state} url={url} title={texts.title}>
      <p class="page-head muted">{texts.explain}</p>
      <AnomalyFilters query={filters} texts={texts} timeZone={state.timeZone} />
      <LivePart part="anomaly-lists" topics={["anomalies"]} locale={state.locale}>
        {isEmpty
          ? (
            <section class="card empty" aria-label={texts.title}>
              <p>{filters.size > 0 ? texts.empty : texts.none}</p>
              <p>
                {filters.size > 0 ? <Link href="/anomalies">{texts.clear}</Link> : texts.noneHint}
              </p>
            </section>
          )
          : (
            <div class="stack">
              {first !== null && (
                <section class="card" aria-label={texts.open}>
                  <div class="card-head">
                    <h2>{texts.open}</h2>
                  </div>
                  {first.length === 0
                    ? <p class="card-body muted">{texts.noneOpen}</p>
                    : <AnomalyTable anomalies={first} texts={texts} format={format} tell={tell} />}
                </section>
              )}
              {list.items.length > 0 && (
                <section class="card" aria-label={title}>
                  <div class="card-head">
                    <h2>{title}</h2>
                  </div>
                  <AnomalyTable anomalies={list.items} texts={texts} format={format} tell={tell} />
                  <Pager
                    path="/anomalies"
                    query={query}
                    next={list.next}
                    texts={texts}
                  />
                </section>
              )}
            </div>
          )}
        <div class="anomaly-learning">
          <LearningSeries series={learning} texts={texts} format={format} />
        </div>
      </LivePart>
    </Shell>
  );
}
