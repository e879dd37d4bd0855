import { ANOMALY_KINDS } from "../../anomalies/anomaly.ts";
import { localTimeText } from "../../i18n/local_time.ts";
import type { Messages } from "../../i18n/messages.ts";
import { Link } from "../Link.tsx";

/** Filters that are chosen by links. */
const CHOICES = ["open", "kind"] as const;

export interface AnomalyFiltersProps {
  query: URLSearchParams;
  texts: Messages["anomalies"];
  timeZone: string;
}

/** Which anomalies are listed; the choice stands in the address. */
export function AnomalyFilters({ query, texts, timeZone }: AnomalyFiltersProps) {
  const kinds = ANOMALY_KINDS.map((kind) => ({ value: kind, label: texts.kinds[kind] }));
  const states = [{ value: "true", label: texts.open }, { value: "false", label: texts.ended }];
  return (
    <>
      <nav class="page-head" aria-label={texts.filters}>
        <Choice name="open" label={texts.state} options={states} query={query} texts={texts} />
        <Choice name="kind" label={texts.kind} options={kinds} query={query} texts={texts} />
      </nav>
      <form method="get" action="/anomalies" class="card filter-form page-head">
        {CHOICES.map((name) => {
          const value = query.get(name);
          return value !== null && <input key={name} type="hidden" name={name} value={value} />;
        })}
        <div class="field">
          <label for="anomaly-type">{texts.type}</label>
          <input
            class="input"
            id="anomaly-type"
            name="type"
            maxLength={64}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            defaultValue={query.get("type") ?? ""}
          />
        </div>
        {(["from", "to"] as const).map((name) => (
          <div key={name} class="field filter-time">
            <label for={`anomaly-${name}`}>
              {texts[name]} <span class="muted">({timeZone})</span>
            </label>
            <input
              class="input"
              id={`anomaly-${name}`}
              name={name}
              type="datetime-local"
              defaultValue={localText(query.get(name), timeZone)}
            />
          </div>
        ))}
        <button type="submit" class="button button-primary">{texts.show}</button>
        {query.size > 0 && <Link class="button button-ghost" href="/anomalies">{texts.clear}</Link>}
      </form>
    </>
  );
}

function localText(value: string | null, timeZone: string): string {
  const at = Date.parse(value ?? "");
  return Number.isNaN(at) ? "" : localTimeText(at, timeZone);
}

interface ChoiceProps extends Omit<AnomalyFiltersProps, "timeZone"> {
  name: typeof CHOICES[number];
  label: string;
  options: readonly { value: string; label: string }[];
}

function Choice({ name, label, options, query, texts }: ChoiceProps) {
  const chosen = query.get(name);
  const hrefOf = (value: string | null) => {
    const next = new URLSearchParams(query);
    if (value === null) next.delete(name);
    else next.set(name, value);
    return next.size === 0 ? "/anomalies" : `/anomalies?${next}`;
  };
  return (
    <div class="anomaly-choice" role="group" aria-label={label}>
      {[{ value: null, label: texts.all }, ...options].map((option) => (
        <a
          key={option.label}
          class={option.value === chosen ? "button button-primary" : "button"}
          href={hrefOf(option.value)}
          aria-current={option.value === chosen ? "true" : "false"}
        >
          {option.label}
        </a>
      ))}
    </div>
  );
}
